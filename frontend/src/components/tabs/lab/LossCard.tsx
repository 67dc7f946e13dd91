/** The loss of the lab's run: every document thin, smoothed bold, below the line of blind guessing. */
import { useMemo } from 'react';
import { Term } from '@/components/shared/Tooltip';
import type { LabSnapshot } from '@/lab/record';
import { LossChart } from '@/viz/LossChart/LossChart';
import type { Reference } from '@/viz/LossChart/types';
import { useCalmRecord, useLab, useLabRecord, useLabState } from './useLab';

const recentOf = ({ recentLoss, ahead }: LabSnapshot) =>
  (recentLoss ?? ahead?.loss)?.toFixed(2) ?? null;
const startOf = ({ ahead, length }: LabSnapshot) => (length === 0 ? (ahead?.loss ?? null) : null);
const plannedOf = ({ stepsPlanned }: LabSnapshot) => stepsPlanned;
const never = () => undefined;

/** As often as it can be read. */
const FIGURE_MS = 150;

/** Changes often, and the chart beside it renders never. */
function LossFigure() {
  const recent = useCalmRecord(recentOf, FIGURE_MS);
  return <b className="num text-30 tracking-figure">{recent ?? '–'}</b>;
}

export function LossCard() {
  const { record } = useLab();
  const planned = useLabRecord(plannedOf);
  const start = useLabRecord(startOf);
  const choices = useLabState(({ chars }) => chars.length + 1);
  const running = useLabState(({ phase }) => phase === 'running');
  const settings = useLabState((state) => state.settings);
  const references = useMemo<Reference[]>(
    () => [
      {
        key: 'blind',
        value: Math.log(choices),
        label: 'blind guessing',
        shortLabel: 'blind guessing',
        passedLabel: null,
        hint: `each of ${choices} characters as likely as the next`,
      },
    ],
    [choices],
  );
  return (
    <section className="card lab-loss" aria-label="Loss">
      <div className="flex items-baseline justify-between">
        <h2>
          <Term text="How surprised it is by each next character, in nats: the mean of the last 50 documents, before the first step of the next one. Lower is better.">
            Loss
          </Term>
        </h2>
        <LossFigure />
      </div>
      <div className="lab-loss-plot">
        <LossChart
          // Another model is another curve.
          key={`${settings.seed} ${choices}`}
          source={record}
          references={references}
          start={start}
          maxStep={planned || settings.steps}
          live={running}
          hoveredStep={null}
          onHoverStep={never}
          learnedLabel=""
          // A document's loss is noise: a name among its lines could not be read.
          labels="above"
          whole
        />
      </div>
    </section>
  );
}
