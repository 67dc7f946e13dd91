/** The way to the result: the loss of the whole run, and the step whose weights write. */
import { useMemo } from 'react';
import { Term } from '@/components/shared/Tooltip';
import { bestStep } from '@/contexts/bestStep';
import type { RunSnapshot } from '@/contexts/RunRecorder';
import { useUIContext } from '@/contexts/UIContext';
import { useRecorder, useRun } from '@/hooks/useRun';
import { useCurrentRun } from '@/hooks/useStores';
import { useLookedStep } from '@/hooks/useTime';
import { LossChart } from '@/viz/LossChart/LossChart';

import { referencesOf } from '../watch/references';
import { BestNote } from './BestNote';
import type { ResultProps } from './result';
import { gotHarder } from './toldSoFar';
import { writerReason } from './writerReason';

const TWO_LOSSES =
  'The bold line is the loss while it learns, when some of the letters it reads are scrambled. “Seen”, beside a step, is the same text measured at rest, with every letter as it is: then it knows more, and the figure is lower than the line.';

const bestOf = ({ checkpoints }: RunSnapshot) => bestStep(checkpoints);
const harderOf = ({ checkpoints }: RunSnapshot) => gotHarder(checkpoints);

export function CurveCard({ report }: Pick<ResultProps, 'report'>) {
  const writer = report.step;
  const ui = useUIContext();
  const run = useCurrentRun();
  const recorder = useRecorder();
  const best = useRun(recorder, bestOf);
  const harder = useRun(recorder, harderOf);
  const maxStep = run?.status.max_iters ?? writer;
  const losses = run?.session?.reference_losses ?? null;
  const references = useMemo(() => referencesOf(losses), [losses]);
  return (
    <section className="card details-part curve-card" aria-label="How it got there">
      <h2>
        <Term text={TWO_LOSSES}>How it got there</Term>
      </h2>
      <p className="curve-note">
        <BestNote
          step={best ?? writer}
          writer={writer}
          harder={harder}
          reason={writerReason(report, maxStep).short}
        />
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
          best={best || null}
          keepsPassed
          compact
        />
      </div>
    </section>
  );
}
