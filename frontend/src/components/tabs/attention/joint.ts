/** Where the person's words end and the model's begin, so that neither tears a letter apart. Pure. */
import type { Generated } from '@/api/generated';

/** As much of the prompt as stands before what it wrote, in characters. */
const TAIL = 12;
const MARKS = /^\p{M}*/u;

type Words = Pick<Generated, 'text' | 'quality'>;

/** The end of the prompt (an ellipsis says that there is more), with the marks that the model put on its last letter, and what it wrote after them. */
export function joint(
  prompt: string,
  answer: Words | null,
): { before: string; after: Words | null } {
  const whole = [...prompt];
  const cut = whole.length > TAIL;
  const end = whole.slice(-TAIL).join('').replace(MARKS, '');
  const typed = cut ? `…${end}` : end;
  if (answer === null) return { before: typed, after: null };
  const marks = typed === '' ? '' : (MARKS.exec(answer.text)?.[0] ?? '');
  const after = {
    text: answer.text.slice(marks.length),
    quality: answer.quality.slice([...marks].length),
  };
  return { before: typed + marks, after };
}
