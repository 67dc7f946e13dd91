/** Under the title of the loss: whose weights will write in the end, and why not the last ones. */
import { Term } from '@/components/shared/Tooltip';

const WHY =
  'The full ring: the step at which text it never trained on surprised it least. Later ones may know your words by heart and nothing else.';

export function BestNote({ step, over }: { step: number | null; over: boolean }) {
  if (step === null) return <>The step that knows unseen text best will write.</>;
  return (
    <>
      <i className="key-best" aria-hidden="true" />
      <Term text={WHY}>Best{over ? '' : ' so far'}</Term>
      <span className="num">
        : step {step.toLocaleString('en')}. {over ? 'It' : 'The best'} writes, not the last.
      </span>
    </>
  );
}
