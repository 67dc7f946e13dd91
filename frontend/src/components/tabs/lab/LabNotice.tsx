/** What keeps the lab from training, in words, and what to press: no list, no worker, numbers that ran away. */
import { Button } from '@/components/shared/Button';
import { FailureBlock } from '@/components/shared/FailureBlock';
import { useLab, useLabState } from './useLab';

export interface LabNoticeProps {
  onModel: () => void;
  onReset: () => void;
}

export function LabNotice({ onModel, onReset }: LabNoticeProps) {
  const desk = useLab();
  const status = useLabState((state) => state.status);
  const reason = useLabState((state) => state.lostReason);
  const failure = useLabState((state) => state.failure);
  const rate = useLabState(({ settings }) => settings.learningRate);
  if (status === 'empty') {
    return (
      <FailureBlock title="No list of names came with this page" className="card lab-notice">
        <p>It can learn from lines of your own: names, towns, short sentences.</p>
        <div className="mt-2">
          <Button onClick={onModel}>Put in my own lines</Button>
        </div>
      </FailureBlock>
    );
  }
  if (status === 'lost') {
    return (
      <FailureBlock title="The training has ended by itself" className="card lab-notice">
        <p>{reason}</p>
        <div className="mt-2">
          <Button onClick={onReset}>Begin again</Button>
        </div>
      </FailureBlock>
    );
  }
  if (failure === null) return null;
  const calmer = Math.max(0.001, Number((rate / 4).toPrecision(1)));
  return (
    <FailureBlock title={`It ran away at step ${failure.step}`} className="card lab-notice">
      <p>{failure.message}</p>
      <div className="mt-2 flex flex-wrap gap-2">
        <Button onClick={() => void desk.open({ settings: { learningRate: calmer } })}>
          Begin again with learning rate {calmer}
        </Button>
        <Button kind="quiet" onClick={onModel}>
          Change the model
        </Button>
      </div>
    </FailureBlock>
  );
}
