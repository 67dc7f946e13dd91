/** After Stop: what there is all the same, and what only a whole run brings. */
import { PenLine } from 'lucide-react';
import { Button } from '@/components/shared/Button';
import { useTrainingContext } from '@/contexts/TrainingContext';

export function StoppedNote() {
  const { style } = useTrainingContext();
  return (
    <div className="stopped-note">
      <p>The comparison with your words comes with a whole run.</p>
      <Button
        kind="yours"
        size="small"
        icon={PenLine}
        onClick={() => style.store.setState({ view: 'write' })}
      >
        Write more
      </Button>
    </div>
  );
}
