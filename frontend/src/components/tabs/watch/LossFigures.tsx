/** The two losses in large figures: live, or of a step that they name. Their places are always there. */
import { useCallback } from 'react';
import { cx } from '@/components/shared/cx';
import { Term } from '@/components/shared/Tooltip';
import type { RunSnapshot } from '@/contexts/RunRecorder';
import { useChoice } from '@/hooks/useChoice';
import { useRecorder, useRun } from '@/hooks/useRun';
import { useMaxStep } from '@/hooks/useShownStep';
import { useCurrentRun } from '@/hooks/useStores';
import { useLookedStep } from '@/hooks/useTime';
import { smoothedAt } from '@/viz/LossChart/smoothing';
import type { Checkpoint } from '@/viz/LossChart/types';

const UNSEEN =
  'The loss on text it never trains on. If it rises while training falls, the model is memorising.';

const UNSEEN_OF_OWN =
  'The loss on a tenth of your text, which it never trains on. If it rises, the model grows surer of itself than it should be; whether it recites is measured in what it writes.';

/** Two decimals, so that a frame without a visible change renders nothing. */
const shown = (loss: number | null | undefined) =>
  loss === null || loss === undefined ? null : loss.toFixed(2);

const TRAINING =
  'The bold line: the loss while it learns, averaged over the last steps. “Seen”, beside a step, is the same text measured at rest, as the unseen one is.';
const NOISY =
  'The bold line: the loss while it learns, averaged over the last steps. Some of the characters it reads are replaced at random then (input noise), which is harder. “Seen”, beside a step, is the same text measured at rest, with nothing replaced.';

interface FigureProps {
  name: string;
  value: string | null;
  /** The step it belongs to, when it is not simply the newest. */
  at: number | null;
  mark: string;
  tip: string;
}

function Figure({ name, value, at, mark, tip }: FigureProps) {
  return (
    <div className={cx('loss-figure', at !== null && 'loss-figure-past')}>
      <b>{value ?? '–'}</b>
      <span>
        <i className={mark} aria-hidden="true" />
        <Term text={tip}>{name}</Term>
        {at !== null && (
          <em>
            {' at '}
            <span>step </span>
            {at.toLocaleString('en')}
          </em>
        )}
      </span>
    </div>
  );
}

/** The bold line at a step; before its first point, what the checkpoint there measured. */
function useTrainingAt(looked: number | null, checkpoint: Checkpoint | undefined) {
  const maxStep = useMaxStep();
  const value = useRun(
    useRecorder(),
    useCallback(
      (run: RunSnapshot) =>
        shown(looked === null ? run.smoothedLoss : smoothedAt(run, maxStep, looked)),
      [looked, maxStep],
    ),
  );
  if (value !== null) return { value, at: looked };
  const measured = looked === null ? null : (checkpoint?.step ?? null);
  return { value: shown(checkpoint?.trainLoss), at: measured };
}

export function LossFigures() {
  const { recipe } = useChoice();
  const isStyle = useCurrentRun()?.status.feature_type === 'style_transfer';
  const looked = useLookedStep();
  const pick = useCallback(
    ({ checkpoints }: RunSnapshot) =>
      looked === null ? checkpoints.at(-1) : checkpoints.findLast(({ step }) => step <= looked),
    [looked],
  );
  const checkpoint = useRun(useRecorder(), pick);
  const training = useTrainingAt(looked, checkpoint);
  if (checkpoint === undefined) return <div className="loss-figures" />;
  return (
    <div className="loss-figures num">
      <Figure
        {...training}
        name="training"
        mark="key-line"
        tip={(recipe.input_noise ?? 0) > 0 ? NOISY : TRAINING}
      />
      <Figure
        name="unseen text"
        value={shown(checkpoint.valLoss)}
        at={looked === null ? null : checkpoint.step}
        mark="key-ring"
        tip={isStyle ? UNSEEN_OF_OWN : UNSEEN}
      />
    </div>
  );
}
