/** The same network on the server, in PyTorch: its weights run here too, and a badge says how far both are apart. */
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { Button } from '@/components/shared/Button';
import { ConfirmDialog } from '@/components/shared/ConfirmDialog';
import { useTrainingContext } from '@/contexts/TrainingContext';
import { BROTHER_PRESET, type Parity, useBigBrother } from '@/hooks/useBigBrother';
import type { LabSnapshot } from '@/lab/record';
import { END_MARK, glyph } from '@/viz/glyph';
import { count, plural } from './figures';
import { useLab, useLabRecord, useLabState } from './useLab';

/** The server's numbers are of half the digits: further apart than this is another model. */
const SAME = 1e-5;

export default function BrotherCard() {
  const desk = useLab();
  const navigate = useNavigate();
  const { setup } = useTrainingContext();
  const { state, look, bring } = useBigBrother(desk);
  /** The run that would take the place of what was learned here. */
  const [wanted, setWanted] = useState<string | null>(null);
  const learned = desk.record.getSnapshot().stepsDone;
  const take = (id: string) => (learned > 0 ? setWanted(id) : void bring(id));
  const trainOne = () => {
    setup.setState({ datasetId: 'names', preset: BROTHER_PRESET });
    void navigate('/app/watch');
  };
  const asking = state.at === 'asking';
  return (
    <section className="card lab-brother" aria-label="The big brother">
      <div>
        <h2>The big brother</h2>
        <p>
          The server of this app trains the same network in PyTorch: the preset Micro on the Names.
          Its weights can run here, and both must expect the same.
        </p>
      </div>
      <div className="lab-brother-state" aria-live="polite">
        {state.at === 'found' && state.runs.length === 0 && <p>There is no run of Micro yet.</p>}
        {state.at === 'refused' && (
          <p className="text-amber-text">
            {state.offline
              ? 'No server answers; ./setup.sh run starts it. The lab itself needs none.'
              : state.message}
          </p>
        )}
        {state.at === 'compared' && <ParityBadge {...state.parity} />}
        <div className="flex flex-wrap gap-2">
          {state.at === 'found' &&
            state.runs.map(({ id, step, running }) => (
              <Button key={id} onClick={() => take(id)}>
                Bring the run at step {count(step)}
                {running && ', still training'}
              </Button>
            ))}
          {state.at === 'found' && <Button onClick={trainOne}>Train one</Button>}
          <Button
            kind={state.at === 'rest' ? 'control' : 'quiet'}
            disabled={asking}
            onClick={() => void look()}
          >
            {asking ? 'Asking the server…' : 'Look for runs of Micro'}
          </Button>
        </div>
      </div>
      <ConfirmDialog
        open={wanted !== null}
        title="Put its weights in the place of these?"
        safeLabel="Keep this model"
        confirmLabel="Bring it here"
        onSafe={() => setWanted(null)}
        onConfirm={() => {
          if (wanted !== null) void bring(wanted);
          setWanted(null);
        }}
      >
        What the model here has learned in {plural(learned, 'step')} is lost.
      </ConfirmDialog>
    </section>
  );
}

/** What was compared is what was brought; after it was trained the words are of the past. */
const VERDICTS = {
  now: { same: 'The same model', apart: 'Another model' },
  since: { same: 'It was the same model', apart: 'It was another model' },
};
const hasLearned = ({ stepsDone }: LabSnapshot) => stepsDone > 0;

function ParityBadge({ run, brother: { step, chars }, text, difference }: Parity) {
  const learned = useLabRecord(hasLearned);
  const other = useLabState((state) => state.run !== run);
  const { largest, position, token, ours, theirs } = difference;
  const same = largest < SAME;
  const before = [...text].slice(0, position).join('');
  return (
    <>
      <p className="lab-badge" data-same={same}>
        {VERDICTS[other || learned ? 'since' : 'now'][same ? 'same' : 'apart']}{' '}
        <b className="num">largest difference {largest.toExponential(1).replace('-', '−')}</b>
      </p>
      <p className="num">
        {learned && !other && 'Since then the one here was trained further. '}
        {other && 'Since then another model was begun here. '}
        Compared when it was brought: step {count(step)} of that run, reading{' '}
        <span className="mono">{text}</span> with both engines. Furthest apart after{' '}
        <span className="mono">{before === '' ? 'the start' : before}</span>, where{' '}
        <span className="mono">{glyph(chars[token] ?? END_MARK)}</span> has {ours.toFixed(7)} here
        and {theirs.toFixed(7)} there.
      </p>
    </>
  );
}
