/** Before the training: the person's words, how many there are, and what will happen to them. */
import { ExamplesPanel } from './ExamplesPanel';
import { WordsPanel } from './WordsPanel';

export function WordsStage() {
  return (
    <div className="words-stage">
      <WordsPanel />
      <ExamplesPanel />
    </div>
  );
}
