/** Under the title of the loss: whose weights will write in the end, and why not the last ones. */
import { Term } from '@/components/shared/Tooltip';

const WHY =
  'The full ring: the step at which text it never trained on surprised it least. Later ones may know your words by heart and nothing else.';

export interface BestNoteProps {
  /** null: nothing was learned yet. */
  step: number | null;
  /** The step at which the run ended; null: it goes on. */
  end: number | null;
}

function consequence(step: number, end: number | null): string {
  if (end === null) return '. The best writes, not the last.';
  return step < end ? '. It writes, not the last.' : ', the last. It writes.';
}

export function BestNote({ step, end }: BestNoteProps) {
  if (step === null) return <>The step that knows unseen text best will write.</>;
  return (
    <>
      <i className="key-best" aria-hidden="true" />
      <Term text={WHY}>{end === null ? 'Best so far' : 'Best'}</Term>
      <span className="num">
        : step {step.toLocaleString('en')}
        {consequence(step, end)}
      </span>
    </>
  );
}
