/** Tab 3: bring your own words, watch a model learn them, read it beside yourself. Lays the parts out. */
import { type PointerEvent, useEffect } from 'react';
import { useTrainingContext } from '@/contexts/TrainingContext';
import { useUIContext } from '@/contexts/UIContext';
import { useNarrow } from '@/hooks/useNarrow';
import { useStyleStage } from '@/hooks/useStores';
import { ResultStage } from './ResultStage';
import { StyleBar } from './StyleBar';
import { StyleThumbBar } from './StyleThumbBar';
import { TrainingStage } from './TrainingStage';
import { WordsStage } from './WordsStage';
import '../watch/watch.css';
import './style.css';
import './words.css';
import './examples.css';
import './training.css';
import './strip.css';
import './result.css';
import './compare.css';
import './facts.css';
import './write.css';
import './details.css';
import './quiz.css';

/** Where a press looks at a step; anywhere else it returns to live. */
const LOOKING = '.loss-plot-box, .sample-list';
const STAGES = { words: WordsStage, training: TrainingStage, result: ResultStage };

export default function StyleTab() {
  const { style } = useTrainingContext();
  const ui = useUIContext();
  const narrow = useNarrow();
  const stage = useStyleStage();
  const Stage = STAGES[stage];
  useEffect(() => void style.loadExamples(), [style]);
  const onPointerDown = ({ target }: PointerEvent) => {
    if (target instanceof Element && target.closest(LOOKING)) return;
    ui.setState({ hoveredStep: null });
  };
  return (
    <main className="style-tab" data-stage={stage} onPointerDown={onPointerDown}>
      <h1 className="sr-only">Style Transfer</h1>
      <StyleBar />
      <Stage />
      {narrow && <StyleThumbBar />}
    </main>
  );
}
