/** Begins to learn: the one blue button of the tab. Where it cannot be pressed it says why: to the pointer, to the eye and to a screen reader. */
import { Button } from '@/components/shared/Button';
import { cx } from '@/components/shared/cx';
import { PlayIcon } from '@/components/shared/icons';
import { useTrainAction } from './useTrainAction';

export interface TrainButtonProps {
  size?: 'normal' | 'tall';
  /** control: it is not what comes next. */
  kind?: 'start' | 'control';
  className?: string;
  tooltip?: string;
}

const USUAL = 'A fresh model learns to write like you';

export function TrainButton({
  size = 'normal',
  kind = 'start',
  className,
  tooltip = USUAL,
}: TrainButtonProps) {
  const { press, reason, busy } = useTrainAction();
  return (
    <Button
      kind={kind}
      size={size}
      icon={PlayIcon}
      disabled={reason !== null || busy}
      aria-busy={busy}
      aria-description={reason ?? undefined}
      tooltip={reason ?? tooltip}
      className={cx('style-train', busy && 'is-busy', className)}
      onClick={press}
    >
      Train
    </Button>
  );
}
