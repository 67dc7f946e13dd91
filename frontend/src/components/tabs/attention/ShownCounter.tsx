/** The step that every view shows, of how many. Violet when the person chose it. */
import { cx } from '@/components/shared/cx';
import { useMaxStep, useShownStep } from '@/hooks/useShownStep';

const count = (value: number) => value.toLocaleString('en');
const LONG = 1000;

export function ShownCounter() {
  const { step, isLive } = useShownStep();
  const maxStep = useMaxStep();
  return (
    <p className={cx('shown-step num', maxStep >= LONG && 'shown-step-long')}>
      <span>step</span> <b className={isLive ? undefined : 'text-violet-text'}>{count(step)}</b>{' '}
      <span>of {count(maxStep)}</span>
    </p>
  );
}
