/** Pause or Resume, and Stop, of the run in sight; once it rests, Train again. Fixed widths. */
import { Button, IconButton } from '@/components/shared/Button';
import { cx } from '@/components/shared/cx';
import { PauseIcon, PlayIcon, StopIcon } from '@/components/shared/icons';
import { isAlive } from '@/contexts/sessions';
import { useTrainingContext } from '@/contexts/TrainingContext';
import { useCurrentRun } from '@/hooks/useStores';
import { TrainButton } from './TrainButton';

export const AGAIN = 'Learn the same words again, from nothing';

export interface RunButtonsProps {
  size?: 'normal' | 'tall';
  compact?: boolean;
}

export function RunButtons({ size = 'normal', compact = false }: RunButtonsProps) {
  const { training } = useTrainingContext();
  const run = useCurrentRun();
  const status = run?.status.status ?? 'idle';
  const alive = isAlive(status);
  const paused = status === 'paused';
  const mainBusy = run?.pending === 'pause' || run?.pending === 'resume';
  const stop = {
    size,
    icon: StopIcon,
    disabled: !alive,
    'aria-busy': run?.pending === 'stop',
    tooltip: 'End this training here',
    onClick: () => void training.stop(),
  };
  return (
    <>
      {alive ? (
        <Button
          size={size}
          icon={paused ? PlayIcon : PauseIcon}
          className={cx('style-train', mainBusy && 'is-busy')}
          aria-busy={mainBusy}
          disabled={status === 'queued'}
          tooltip={paused ? 'Go on from this step' : 'Rest here; it goes on exactly where it was'}
          onClick={() => void (paused ? training.play() : training.pause())}
        >
          {paused ? 'Resume' : 'Pause'}
        </Button>
      ) : (
        <TrainButton size={size} tooltip={AGAIN} />
      )}
      {compact ? <IconButton {...stop} label="Stop" /> : <Button {...stop}>Stop</Button>}
    </>
  );
}
