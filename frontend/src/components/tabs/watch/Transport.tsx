/** Play or Pause, Stop, Step. Fixed widths: a change of name moves nothing. */
import { RotateCcw } from 'lucide-react';
import { Button, IconButton } from '@/components/shared/Button';
import { cx } from '@/components/shared/cx';
import { PauseIcon, PlayIcon, StepIcon, StopIcon } from '@/components/shared/icons';
import { useTrainingContext } from '@/contexts/TrainingContext';
import { useCatalog, useCurrentRun, useUi } from '@/hooks/useStores';
import { controlState, type MainAction } from './controlState';

const ICONS = { Play: PlayIcon, Pause: PauseIcon, Resume: PlayIcon, Replay: RotateCcw };
const TIPS: Record<MainAction, string> = {
  Play: 'Train a fresh model, from nothing',
  Pause: 'Rest here; it goes on exactly where it was',
  Resume: 'Go on from this step',
  Replay: 'Train again from nothing, with the same luck of the draw',
};

export interface TransportProps {
  /** Stop and Step as icons, for the thumb. */
  compact?: boolean;
  size?: 'normal' | 'tall';
  /** Offer single steps. */
  step?: boolean;
}

export function Transport({ compact = false, size = 'tall', step = true }: TransportProps) {
  const { training } = useTrainingContext();
  const run = useCurrentRun();
  const creating = useUi((state) => state.creating);
  const ready = useCatalog((state) => state.state === 'ready');
  // What its server no longer knows cannot be replayed: Play makes a new one.
  const status = run?.lost ? null : (run?.status.status ?? null);
  const state = controlState({ status, pending: run?.pending ?? null, creating, ready });
  const busy = (which: typeof state.busy) => ({
    'aria-busy': state.busy === which,
    className: cx(state.busy === which && 'is-busy'),
  });
  const main = busy('main');
  const side = [
    {
      name: 'Stop',
      icon: StopIcon,
      enabled: state.stopEnabled,
      press: training.stop,
      tip: 'End this training here',
      ...busy('stop'),
    },
    {
      name: 'Step',
      icon: StepIcon,
      enabled: state.stepEnabled,
      press: training.step,
      tip: 'Learn from one batch, write a sample, and rest',
      ...busy('step'),
    },
  ].filter(({ name }) => step || name !== 'Step');
  return (
    <>
      <Button
        {...main}
        kind={state.starts ? 'start' : 'control'}
        size={size}
        icon={ICONS[state.main]}
        className={cx('transport-main', main.className)}
        disabled={!state.mainEnabled}
        tooltip={TIPS[state.main]}
        onClick={() => void (state.main === 'Pause' ? training.pause() : training.play())}
      >
        {state.main}
      </Button>
      {side.map(({ name, enabled, press, tip, icon, ...look }) =>
        compact ? (
          <IconButton
            {...look}
            key={name}
            size={size}
            icon={icon}
            label={name}
            tooltip={tip}
            disabled={!enabled}
            onClick={() => void press()}
          />
        ) : (
          <Button
            {...look}
            key={name}
            size={size}
            icon={icon}
            tooltip={tip}
            disabled={!enabled}
            onClick={() => void press()}
          >
            {name}
          </Button>
        ),
      )}
    </>
  );
}
