/** The perplexity of what was written, and what that means to somebody who has never heard the word. */
import { Term } from '@/components/shared/Tooltip';

const TIP =
  'Among how many equally likely characters it would have been choosing each time. 1: it never doubted. As many as your text has different ones: it knew nothing. Of what it wrote itself, not of your text.';

export function Perplexity({ value }: { value: number }) {
  const figure = value < 10 ? value.toFixed(1) : String(Math.round(value));
  return (
    <>
      <span className="whitespace-nowrap">
        <Term text={TIP}>perplexity {figure}</Term>:
      </span>{' '}
      like picking one of {figure} characters each time
    </>
  );
}
