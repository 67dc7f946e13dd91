/** On a small screen: what is trained, and the step. The choices themselves follow below the picture. */
import { cx } from '@/components/shared/cx';
import { titleOf } from '@/contexts/catalog';
import { useChoice } from '@/hooks/useChoice';
import { useShownStep } from '@/hooks/useShownStep';
import { useCatalog, useCurrentRun } from '@/hooks/useStores';
import { usePace } from './StepCounter';

const count = (value: number) => value.toLocaleString('en');

export function MetaRow() {
  const run = useCurrentRun();
  const { text, parameterCount } = useChoice();
  const { maxIters, pace } = usePace();
  const ofRun = useCatalog((catalog) => run && titleOf(catalog, run.status));
  const title = ofRun ?? text?.title;
  const { step, isLive } = useShownStep();
  return (
    <div className="meta-row num">
      <b className="min-w-0 truncate">{title}</b>
      <span className="flex-[1_0_auto] text-text-3" title={pace.full}>
        {run ? pace.short : parameterCount !== null && `${count(parameterCount)} parameters`}
      </span>
      <span className="whitespace-nowrap text-text-3">
        <b className={cx('text-18', !isLive && 'text-violet-text')}>{count(step)}</b> of{' '}
        {count(maxIters)}
      </span>
    </div>
  );
}
