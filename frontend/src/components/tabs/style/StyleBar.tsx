/** Act, look, pace, read: one row above the picture. On a small screen the acting part lies where the thumb is. */
import { Upload } from 'lucide-react';
import { Button } from '@/components/shared/Button';
import { useTrainingContext } from '@/contexts/TrainingContext';
import { useUIContext } from '@/contexts/UIContext';
import { useNarrow } from '@/hooks/useNarrow';
import { useCurrentRun, useStyle, useStyleStage } from '@/hooks/useStores';
import { canWrite } from './canWrite';
import { ResultViews } from './ResultViews';
import { AGAIN, RunButtons } from './RunButtons';
import { RunLine, StyleCounter } from './StyleCounter';
import { StyleSpeed } from './StyleSpeed';
import { TrainButton } from './TrainButton';

function EditButton() {
  const { style } = useTrainingContext();
  return (
    <Button
      kind="quiet"
      tooltip="Back to the words; this run stays in the list"
      onClick={() => void style.edit()}
    >
      Edit text
    </Button>
  );
}

function WordsBar() {
  const { style } = useTrainingContext();
  const ui = useUIContext();
  const narrow = useNarrow();
  const hasRun = useCurrentRun()?.status.feature_type === 'style_transfer';
  return (
    <div className="style-bar">
      {!narrow && <TrainButton />}
      <Button
        icon={Upload}
        tooltip="Take the words of a .txt or .docx. Or drop it anywhere on this page"
        onClick={ui.askForFile}
      >
        Upload
      </Button>
      {hasRun && (
        <Button kind="quiet" onClick={style.back}>
          Back to the run
        </Button>
      )}
      {!narrow && <StyleSpeed />}
      {!narrow && <StyleCounter />}
    </div>
  );
}

function TrainingBar() {
  const { style } = useTrainingContext();
  const run = useCurrentRun();
  const writes = useStyle(({ view }) => view === 'write') && run !== null && canWrite(run);
  const narrow = useNarrow();
  return (
    <>
      <div className="style-bar">
        {!narrow && (
          <div className="bar-group">
            <RunButtons />
          </div>
        )}
        <EditButton />
        {writes && (
          <Button kind="quiet" onClick={() => style.store.setState({ view: 'compare' })}>
            Back to the run
          </Button>
        )}
        {!narrow && <StyleSpeed />}
        <StyleCounter />
      </div>
      {!narrow && <RunLine />}
    </>
  );
}

/** On a small screen the views lie where the thumb is: they are what a result is for. */
function ResultActions() {
  return (
    <>
      <TrainButton kind="control" tooltip={AGAIN} />
      <EditButton />
      <StyleSpeed compact />
    </>
  );
}

/** Every button of the training stands where it stood. */
function ResultBar() {
  const narrow = useNarrow();
  const seconds = useCurrentRun()?.summary?.seconds ?? null;
  return (
    <div className="style-bar">
      {!narrow && (
        <>
          <div className="bar-group">
            <RunButtons />
          </div>
          <EditButton />
          <StyleSpeed />
        </>
      )}
      {narrow ? <ResultActions /> : <ResultViews />}
      {seconds !== null && (
        <p className="style-seconds num">
          <b>{seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)}</b> seconds
        </p>
      )}
    </div>
  );
}

const BARS = { words: WordsBar, training: TrainingBar, result: ResultBar };

export function StyleBar() {
  const stage = useStyleStage();
  const Bar = BARS[stage];
  return (
    <section className="style-controls" aria-label="Training">
      <Bar />
    </section>
  );
}
