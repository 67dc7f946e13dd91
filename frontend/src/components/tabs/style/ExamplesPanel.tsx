/** Beside the empty box: what will happen, and two texts to try it with. */
import { Feather } from 'lucide-react';
import { useMemo } from 'react';
import type { ExampleText } from '@/api/generated';
import { useTrainingContext } from '@/contexts/TrainingContext';
import { countWords } from '@/contexts/textCounts';
import { useStyle } from '@/hooks/useStores';
import { useExpected } from './useExpected';

const STEPS = [
  [
    'It reads',
    'A small GPT starts from noise and reads your words over and over, scrambled here and there so that it does not learn them by heart at once.',
  ],
  [
    'It finds your habits',
    'Its attention heads take up jobs, and what it writes turns from noise into letters, then into words that are yours.',
  ],
  [
    'It writes as you',
    'You read it beside yourself: what it took from you, what it made up, how sure it was. Then let a friend guess which is which.',
  ],
] as const;

interface ExampleProps {
  example: ExampleText;
  chosen: boolean;
  onChoose: () => void;
}

function Example({ example, chosen, onChoose }: ExampleProps) {
  const words = useMemo(() => countWords(example.text), [example.text]);
  return (
    <button type="button" className="example" aria-pressed={chosen} onClick={onChoose}>
      <Feather size={20} strokeWidth={1.75} aria-hidden="true" />
      <span className="min-w-0">
        <b>{example.title}</b>
        <span className="example-text">{example.description}</span>
      </span>
      <span className="num text-text-3">{words.toLocaleString('en')} words</span>
    </button>
  );
}

export function ExamplesPanel() {
  const { style } = useTrainingContext();
  const examples = useStyle((state) => state.examples);
  const text = useStyle((state) => state.text);
  const expected = useExpected();
  return (
    <section className="card examples-panel" aria-label="What will happen">
      <h2>
        In {expected ? `about ${expected.seconds} seconds` : 'a few seconds'} it writes like you
      </h2>
      <ol className="style-steps">
        {STEPS.map(([title, words], i) => (
          <li key={title}>
            <span className="style-step-number num" aria-hidden="true">
              {i + 1}
            </span>
            <div>
              <b>{title}</b>
              <p>{words}</p>
            </div>
          </li>
        ))}
      </ol>
      {examples.length > 0 && (
        <div className="examples">
          <h3>No text at hand? Borrow a voice</h3>
          {examples.map((example) => (
            <Example
              key={example.id}
              example={example}
              chosen={text === example.text}
              onChoose={() => style.takeExample(example.id)}
            />
          ))}
        </div>
      )}
    </section>
  );
}
