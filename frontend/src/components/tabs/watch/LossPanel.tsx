/** The loss: title, two figures, and the curve with its honest lines. */
import { type ReactNode, type RefObject, useMemo } from 'react';
import { FullScreenButton } from '@/components/shared/FullScreenButton';
import { Term } from '@/components/shared/Tooltip';
import type { RunSnapshot } from '@/contexts/RunRecorder';
import { useUIContext } from '@/contexts/UIContext';
import { useChoice } from '@/hooks/useChoice';
import { useFullScreen } from '@/hooks/useFullScreen';
import { useNarrow } from '@/hooks/useNarrow';
import { useRecorder, useRun } from '@/hooks/useRun';
import { useCurrentRun } from '@/hooks/useStores';
import { useLookedStep } from '@/hooks/useTime';
import { LossChart, type LossChartProps } from '@/viz/LossChart/LossChart';
import { LossFigures } from './LossFigures';
import { referencesOf } from './references';
import { StepCounter } from './StepCounter';

const milestonesOf = ({ milestones }: RunSnapshot) => milestones;
const DEFAULT_BATCH = 32;

function Beginning({ perStep, lines, brief }: { perStep: number; lines: number; brief: boolean }) {
  const opening = <b>It starts here, knowing nothing.</b>;
  if (brief) return opening;
  return (
    <>
      {opening}
      <br />
      Each step it reads {perStep.toLocaleString('en')} characters and guesses every next one. Fewer
      surprises, lower line{lines > 1 ? ': watch it fall past these' : ''}.
    </>
  );
}

export interface LossPanelProps extends Pick<LossChartProps, 'labels' | 'best'> {
  /** What the button puts on the whole screen: this panel and what belongs beside it. */
  picture: RefObject<HTMLElement | null>;
  subtitle?: ReactNode;
}

const SUBTITLE = 'How surprised it is by each next character';

export function LossPanel({ picture, subtitle = SUBTITLE, labels, best }: LossPanelProps) {
  const narrow = useNarrow();
  const ui = useUIContext();
  const run = useCurrentRun();
  const recorder = useRecorder();
  const { text, recipe, context } = useChoice();
  const hoveredStep = useLookedStep();
  const milestones = useRun(recorder, milestonesOf);
  const { isFull, toggle } = useFullScreen(picture);
  const losses = run?.session?.reference_losses ?? text?.references ?? null;
  const references = useMemo(() => referencesOf(losses), [losses]);
  return (
    <section className="card loss-panel" aria-label="Loss">
      <div className="loss-head">
        <div className="min-w-0">
          <div className="flex h-6 items-center gap-1">
            <h2>
              <Term text="How many nats of surprise each next character costs. Lower is better.">
                Loss
              </Term>
            </h2>
            <FullScreenButton
              size="small"
              what="The curve and the text"
              isFull={isFull}
              onToggle={toggle}
            />
          </div>
          <p className="loss-subtitle">{subtitle}</p>
        </div>
        {/* The bar with the steps is not on the whole screen. */}
        {isFull && <StepCounter className="loss-counter" />}
        <LossFigures />
      </div>
      <div className="loss-plot-box">
        <LossChart
          // Another run is another picture: nothing of the one before may linger.
          key={run?.status.session_id ?? 'none'}
          source={recorder}
          references={references}
          maxStep={run?.status.max_iters ?? recipe.max_iters ?? 500}
          live={run?.status.status === 'running'}
          hoveredStep={hoveredStep}
          onHoverStep={(step) => ui.setState({ hoveredStep: step })}
          annotations={milestones}
          keepsPassed={run?.status.feature_type === 'style_transfer'}
          {...{ labels, best }}
          idleText={
            <Beginning
              brief={narrow}
              lines={references.length}
              perStep={(recipe.batch_size ?? DEFAULT_BATCH) * context}
            />
          }
        />
      </div>
    </section>
  );
}
