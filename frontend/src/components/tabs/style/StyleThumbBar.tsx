/** On a small screen: what can be pressed, where the thumb is. */
import { useStyleStage } from '@/hooks/useStores';
import { ResultViews } from './ResultViews';
import { RunButtons } from './RunButtons';
import { RunLine } from './StyleCounter';
import { StyleSpeed } from './StyleSpeed';
import { TrainButton } from './TrainButton';

export function StyleThumbBar() {
  const stage = useStyleStage();
  return (
    <section className="thumb-bar" aria-label="Start and stop">
      {stage === 'training' && <RunLine />}
      <div className="flex items-center gap-2">
        {stage === 'training' ? (
          <RunButtons size="tall" compact />
        ) : stage === 'result' ? (
          <ResultViews />
        ) : (
          <TrainButton size="tall" className="flex-1" />
        )}
        {stage !== 'result' && <StyleSpeed compact />}
      </div>
    </section>
  );
}
