/** Which side of the result is in sight. */
import { SegmentedControl } from '@/components/shared/SegmentedControl';
import type { ResultView } from '@/contexts/style';
import { useTrainingContext } from '@/contexts/TrainingContext';
import { useCurrentRun, useStyle } from '@/hooks/useStores';

const VIEWS: readonly { value: ResultView; label: string; tooltip: string }[] = [
  { value: 'compare', label: 'Compare', tooltip: 'You and the machine, side by side' },
  { value: 'details', label: 'Details', tooltip: 'Everything that tells you apart, in numbers' },
  { value: 'write', label: 'Write more', tooltip: 'Let it go on, from any beginning' },
  { value: 'quiz', label: 'Quiz', tooltip: 'Five snippets: which are yours?' },
];

export function ResultViews() {
  const { style } = useTrainingContext();
  const view = useStyle((state) => state.view);
  const ready = Boolean(useCurrentRun()?.report);
  return (
    <SegmentedControl
      kind="buttons"
      label="View"
      className="result-views"
      options={VIEWS}
      value={view}
      disabled={!ready}
      onValueChange={(next) => style.store.setState({ view: next })}
    />
  );
}
