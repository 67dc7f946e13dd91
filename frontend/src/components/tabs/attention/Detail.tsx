/** One head, large: its picture on the left, what it does on the right. */
import { X } from 'lucide-react';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { IconButton } from '@/components/shared/Button';
import { useTrainingContext } from '@/contexts/TrainingContext';
import { useUIContext } from '@/contexts/UIContext';
import { useNarrow } from '@/hooks/useNarrow';
import { useCinema } from '@/hooks/useStores';
import { useMachine, useTime } from '@/hooks/useTime';
import type { Bars3DHandle } from '@/viz/Bars3D/types';
import type { UnavailableReason } from '@/viz/space/types';
import { HeadCaption } from './HeadCaption';
import { HeadPanel } from './HeadPanel';
import { HeadPicture } from './HeadPicture';
import { HeatLegend } from './HeatLegend';
import { SHARED } from './transition';
import { useJob, within } from './useCinemaData';

const REASONS: Record<UnavailableReason, string> = {
  'no-webgl': 'This browser has no WebGL, so the picture stays flat.',
  'context-lost': 'The graphics card let go of the 3D picture, so it is flat again.',
};
const EVERY_MS = 500;

/** Writes onto the panel what the bars cost, for whoever measures. Renders nothing. */
function useBarStats(
  bars: RefObject<Bars3DHandle | null>,
  panel: RefObject<HTMLElement | null>,
): void {
  useEffect(() => {
    const timer = setInterval(() => {
      const stats = bars.current?.stats();
      if (!panel.current || !stats) return;
      panel.current.dataset.barDraws = String(stats.barDrawCalls);
      panel.current.dataset.draws = String(stats.drawCalls);
      panel.current.dataset.pixelRatio = String(stats.pixelRatio);
      panel.current.dataset.frames = String(stats.frames);
    }, EVERY_MS);
    return () => clearInterval(timer);
  }, [bars, panel]);
}

const STAY_KEY = 'llmbreaker.stay-in-3d';

export function Detail() {
  const { cinema } = useTrainingContext();
  const ui = useUIContext();
  const machine = useMachine();
  const narrow = useNarrow();
  const shape = useTime((state) => state.shape);
  const { dimensions, hovered, lockedRow, ...chosen } = useCinema((state) => state);
  const bars = useRef<Bars3DHandle>(null);
  const picturePanel = useRef<HTMLElement>(null);
  useBarStats(bars, picturePanel);
  const [problem, setProblem] = useState<string | null>(null);
  const layer = within(chosen.layer, shape?.nLayer ?? 0);
  const head = within(chosen.head, shape?.nHead ?? 0);
  const job = useJob(layer, head);
  if (shape === null) return null;
  const { tokens } = shape;
  const source = machine.display.source(layer, head);
  const picture = {
    ...{ source, layer, head, tokens, hovered, lockedRow },
    onHover: (cell: typeof hovered) => cinema.setState({ hovered: cell }),
    onLockRow: (row: number | null) => cinema.setState({ lockedRow: row }),
  };
  const flat = () => cinema.setState({ dimensions: '2D' });
  const onUnavailable = (reason: UnavailableReason) => {
    setProblem(REASONS[reason]);
    flat();
  };
  const onSlow = () => {
    if (window.localStorage.getItem(STAY_KEY)) return;
    ui.notify({
      id: 'slow-3d',
      kind: 'note',
      title: '3D is slow on this machine',
      text: 'The flat picture shows the same weights.',
      actions: [
        { label: 'Show 2D', onPress: flat },
        { label: 'Stay in 3D', onPress: () => window.localStorage.setItem(STAY_KEY, 'yes') },
      ],
    });
  };
  const three = dimensions === '3D';
  return (
    <div className="detail">
      <section
        ref={picturePanel}
        className="card detail-picture"
        aria-label="Attention"
        style={{ viewTransitionName: SHARED }}
      >
        <HeadPicture raised={three} {...{ bars, ...picture, onSlow, onUnavailable }} />
        {narrow && !three && <HeadCaption {...{ layer, head, job }} />}
        {narrow && !three && <HeatLegend />}
      </section>
      {problem && !three && (
        <div className="detail-notice">
          <p role="status">{problem}</p>
          <IconButton
            kind="quiet"
            size="small"
            icon={X}
            label="Dismiss"
            onClick={() => setProblem(null)}
          />
        </div>
      )}
      <HeadPanel {...{ layer, head, source, tokens, job }} />
    </div>
  );
}
