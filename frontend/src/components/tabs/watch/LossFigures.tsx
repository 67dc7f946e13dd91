/** The two losses in large figures: live, or of the step that is looked at. Their places are always there. */
import { useCallback } from 'react';
import { Term } from '@/components/shared/Tooltip';
import type { RunSnapshot } from '@/contexts/RunRecorder';
import { useChoice } from '@/hooks/useChoice';
import { useRecorder, useRun } from '@/hooks/useRun';
import { useLookedStep } from '@/hooks/useTime';

/** Two decimals, so that a frame without a visible change renders nothing. */
const shown = (loss: number | null | undefined) =>
  loss === null || loss === undefined ? null : loss.toFixed(2);

const TRAINING = 'The loss on the text it is learning from, averaged over the last steps.';
const NOISY =
  ' Some of the characters it reads are replaced at random (input noise), so this text is harder than the unseen one.';

export function LossFigures() {
  const { recipe } = useChoice();
  const recorder = useRecorder();
  const hoveredStep = useLookedStep();
  const pick = useCallback(
    ({ checkpoints }: RunSnapshot) =>
      hoveredStep === null
        ? checkpoints.at(-1)
        : checkpoints.findLast(({ step }) => step <= hoveredStep),
    [hoveredStep],
  );
  const checkpoint = useRun(recorder, pick);
  const training = useRun(
    recorder,
    useCallback(
      (run: RunSnapshot) => shown(hoveredStep === null ? run.smoothedLoss : pick(run)?.trainLoss),
      [hoveredStep, pick],
    ),
  );
  if (checkpoint === undefined) return <div className="loss-figures" />;
  const figures = [
    {
      name: 'training',
      value: training ?? shown(checkpoint.trainLoss),
      mark: 'key-line',
      tip: (recipe.input_noise ?? 0) > 0 ? TRAINING + NOISY : TRAINING,
    },
    {
      name: 'unseen text',
      value: shown(checkpoint.valLoss),
      mark: 'key-ring',
      tip: 'The loss on text it never trains on. If it rises while training falls, the model is memorising.',
    },
  ];
  return (
    <div className="loss-figures num">
      {figures.map(({ name, value, mark, tip }) => (
        <div key={name} className="loss-figure">
          <b>{value ?? '–'}</b>
          <span>
            <i className={mark} aria-hidden="true" />
            <Term text={tip}>{name}</Term>
          </span>
        </div>
      ))}
    </div>
  );
}
