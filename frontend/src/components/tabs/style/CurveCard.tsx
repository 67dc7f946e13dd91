/** The way to the result: the loss of the whole run, and the step whose weights write. */
import { useMemo } from 'react';
import { useUIContext } from '@/contexts/UIContext';
import { useRecorder } from '@/hooks/useRun';
import { useCurrentRun } from '@/hooks/useStores';
import { useLookedStep } from '@/hooks/useTime';
import { LossChart } from '@/viz/LossChart/LossChart';

import { referencesOf } from '../watch/references';
import { BestNote } from './BestNote';

export function CurveCard({ best }: { best: number }) {
  const ui = useUIContext();
  const run = useCurrentRun();
  const recorder = useRecorder();
  const maxStep = run?.status.max_iters ?? best;
  const losses = run?.session?.reference_losses ?? null;
  const references = useMemo(() => referencesOf(losses), [losses]);
  return (
    <section className="card details-part curve-card" aria-label="How it got there">
      <h2>How it got there</h2>
      <p className="curve-note">
        <BestNote step={best} end={maxStep} />
      </p>
      <div className="curve-plot">
        <LossChart
          key={run?.status.session_id ?? 'none'}
          source={recorder}
          references={references}
          maxStep={maxStep}
          live={false}
          hoveredStep={useLookedStep()}
          onHoverStep={(step) => ui.setState({ hoveredStep: step })}
          labels="beside"
          best={best}
          compact
        />
      </div>
    </section>
  );
}
