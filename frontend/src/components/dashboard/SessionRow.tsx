/** One session in the list. A press shows it; the bin deletes it, after a question. */
import { Trash2 } from 'lucide-react';
import { useNavigate } from 'react-router';
import { IconButton } from '@/components/shared/Button';
import { cx } from '@/components/shared/cx';
import { ProgressLine } from '@/components/shared/ProgressLine';
import { titleOf } from '@/contexts/catalog';
import { isAlive, type Run } from '@/contexts/sessions';
import { useTrainingContext } from '@/contexts/TrainingContext';
import { useUIContext } from '@/contexts/UIContext';
import { useCatalog, useUi } from '@/hooks/useStores';
import { paceOf } from './sessionWords';
import { FEATURE_NAMES, TABS } from './tabTable';
import { useProgress } from './useProgress';

export interface SessionRowProps {
  run: Run;
  shown: boolean;
  onOpened: () => void;
}

export function SessionRow({ run: { status }, shown, onOpened }: SessionRowProps) {
  const { training } = useTrainingContext();
  const ui = useUIContext();
  const navigate = useNavigate();
  const tab = useUi((state) => state.tab);
  const presets = useCatalog((state) => state.presets);
  const { step, ratePerSecond } = useProgress(status);
  const { session_id, max_iters, feature_type } = status;
  const preset = presets.find(({ name }) => name === status.preset)?.title ?? status.preset;
  const dataset = useCatalog((catalog) => titleOf(catalog, status));
  const title = `${dataset}, ${preset}`;
  const own = TABS.find(({ feature }) => feature === feature_type);

  const alive = isAlive(status.status);
  const remove = () => {
    onOpened();
    ui.setState({
      question: {
        title: alive ? `Stop ${title} and delete it?` : `Delete ${title}?`,
        text: `${alive ? 'When you asked it was' : 'It ended'} at step ${step} of ${max_iters}. What it learned will go, and nothing brings it back.`,
        safeLabel: alive ? 'Keep training' : 'Keep it',
        confirmLabel: alive ? 'Stop and delete' : 'Delete',
        onConfirm: () => void training.remove(session_id),
      },
    });
  };
  return (
    <li className={cx('session-row', shown && 'session-row-shown')}>
      <button
        type="button"
        className="session-open"
        disabled={!own}
        aria-current={shown || undefined}
        onClick={() => {
          void training.open(session_id);
          // The cinema shows any run; every other tab leads to the run's own.
          if (own && tab !== 'attention_cinema' && tab !== feature_type)
            navigate(`/app/${own.path}`);
          onOpened();
        }}
      >
        <span className="min-w-0 truncate font-semibold text-text">
          <bdi>{dataset}</bdi>, {preset}
        </span>
        <span className="num text-right text-text-3">
          <b>{step.toLocaleString('en')}</b> of {max_iters.toLocaleString('en')}
        </span>
        <span className="text-text-3">
          {FEATURE_NAMES[feature_type]}
          {shown && ', in sight'}
        </span>
        <span className="num text-right text-text-3">{paceOf(status, ratePerSecond)}</span>
      </button>
      <IconButton
        kind="quiet"
        size="small"
        icon={Trash2}
        label={`Delete ${title}`}
        tooltip="Delete this session and what it learned"
        onClick={remove}
      />
      <ProgressLine
        label={`Progress of ${title}`}
        value={max_iters > 0 ? step / max_iters : 0}
        thickness={4}
        className="col-span-2 mt-1"
      />
    </li>
  );
}
