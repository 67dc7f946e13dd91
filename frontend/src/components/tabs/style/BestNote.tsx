/** Beside the loss: the step that knew unseen text best, and whose weights wrote once that is decided. */
import { Term } from '@/components/shared/Tooltip';

const WHY =
  'The full ring: the step at which text it never trained on surprised it least. In the end the latest weights write that do not mostly copy you, and none before this step.';

const TOO_SHORT =
  'A tenth of your text was kept back, and nothing in the rest helped to guess it: there are too many different characters for so short a text.';

export interface BestNoteProps {
  /** null: nothing was learned yet; 0: nothing that helps with unseen text. */
  step: number | null;
  alive?: boolean;
  /** Whose weights wrote; null: not decided. */
  writer?: number | null;
  /** Why these: "before it began to recite". */
  reason?: string;
}

const figure = (step: number) => step.toLocaleString('en');

export function BestNote({ step, alive = false, writer = null, reason = '' }: BestNoteProps) {
  if (step === null) return <>How surprised it is by each next character</>;
  return (
    <>
      {step === 0 ? (
        <Term text={TOO_SHORT}>Unseen text only got harder.</Term>
      ) : (
        <>
          <i className="key-best" aria-hidden="true" />
          <Term text={WHY}>Best on unseen text</Term>
          <span className="num">
            {alive && ' so far'}: step {figure(step)}.
          </span>
        </>
      )}
      {writer !== null && (
        <span className="num">
          {' '}
          Step {figure(writer)} writes, {reason}.
        </span>
      )}
    </>
  );
}
