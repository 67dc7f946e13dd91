/** Beside the loss: the step that knew unseen text best, and whose weights wrote once that is decided. */
import { Term } from '@/components/shared/Tooltip';

const WHY =
  'The full ring: the step at which text it never trained on surprised it least. Later the loss may rise because it counts how sure the model is where it is wrong. Measured on two authors, later weights still guessed more unseen characters right: 41 % after 150 words, not 35 %. And this is only the last tenth of your text, of 150 words 85 characters. So in the end the latest weights write that do not mostly copy you, and none before this step.';

const TOO_SHORT =
  'A tenth of your text was kept back, and nothing in the rest helped to guess it: there are too many different characters for so short a text.';

export interface BestNoteProps {
  /** null: nothing was learned yet; 0: nothing that helps with unseen text. */
  step: number | null;
  alive?: boolean;
  /** Unseen text has got clearly harder since that step. */
  harder?: boolean;
  /** Whose weights wrote; null: not decided. */
  writer?: number | null;
  /** Why these: "before it began to recite". */
  reason?: string;
}

const figure = (step: number) => step.toLocaleString('en');

export function BestNote({
  step,
  alive = false,
  harder = false,
  writer = null,
  reason = '',
}: BestNoteProps) {
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
      {step > 0 && harder && (
        <span>
          {' '}
          After it the loss rises: it is too sure where it is wrong. It may still guess more right.
        </span>
      )}
    </>
  );
}
