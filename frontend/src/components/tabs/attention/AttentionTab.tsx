/** Tab 2: every head of the run in sight, live and at every past step. Lays the parts out and says what must be fetched. */
import { useEffect, useRef } from 'react';
import { useHotkeys } from 'react-hotkeys-hook';
import { NOTHING_NEEDED } from '@/contexts/machineState';
import { useFullScreen } from '@/hooks/useFullScreen';
import { useNarrow } from '@/hooks/useNarrow';
import { useCinema, useCurrentRun } from '@/hooks/useStores';
import { useMachine, useTime } from '@/hooks/useTime';
import { AskView } from './AskView';
import { preloadBarsWhenIdle } from './bars';
import { CinemaBar } from './CinemaBar';
import { CinemaNarrow, CinemaThumbBar } from './CinemaNarrow';
import { Detail } from './Detail';
import { EmptyCinema } from './EmptyCinema';
import { EventList } from './EventList';
import { LettersView } from './LettersView';
import { MemoryLine } from './MemoryLine';
import { Overview } from './Overview';
import { TimelinePanel } from './TimelinePanel';
import { useCinemaActions } from './useCinemaActions';
import { useModelShape } from './useCinemaData';
import { useFrameRate } from './useFrameRate';
import '../watch/watch.css';
import './cinema.css';

const VIEWS = { overview: Overview, detail: Detail, ask: AskView, letters: LettersView };

/** Keys that a control has a use for stay with it. */
const CONTROL =
  'input, select, textarea, [role="radio"], [role="slider"], [role="combobox"], [tabindex="0"]';
const ownKeys = (event: KeyboardEvent) =>
  document.querySelector('[role="dialog"], [role="alertdialog"]') !== null ||
  (event.target instanceof Element && event.target.closest(CONTROL) !== null);

/** In detail the arrow keys walk from head to head; Escape lets a held row go, then leads back. */
function useDetailKeys(): void {
  const view = useCinema((state) => state.view);
  const { layers, heads } = useModelShape();
  const lockedRow = useCinema((state) => state.lockedRow);
  const { walk, show, letGo } = useCinemaActions();
  const options = { enabled: view === 'detail', ignoreEventWhen: ownKeys, preventDefault: true };
  useHotkeys('right', () => walk(1, layers, heads), options);
  useHotkeys('left', () => walk(-1, layers, heads), options);
  useHotkeys('down', () => walk(heads, layers, heads), options);
  useHotkeys('up', () => walk(-heads, layers, heads), options);
  useHotkeys('escape', () => (lockedRow === null ? show('overview') : letGo()), options);
}

export default function AttentionTab() {
  const page = useRef<HTMLElement>(null);
  const machine = useMachine();
  const narrow = useNarrow();
  const run = useCurrentRun();
  const view = useCinema((state) => state.view);
  const seen = useTime(({ shape, stops }) => shape !== null || stops.length > 0);
  const { isFull, toggle } = useFullScreen(page);
  useDetailKeys();
  useFrameRate(page, machine);
  const empty = run === null || !seen;
  const View = VIEWS[view];

  useEffect(() => (empty ? undefined : preloadBarsWhenIdle()), [empty]);
  useEffect(() => {
    const asks = view === 'ask' || view === 'letters';
    machine.need({ past: true, live: asks, last: asks, whole: view === 'ask' });
    return () => machine.need(NOTHING_NEEDED);
  }, [machine, view]);

  return (
    <main ref={page} className="cinema" data-view={view}>
      <h1 className="sr-only">Attention Cinema</h1>
      {narrow ? (
        <CinemaNarrow empty={empty} />
      ) : (
        <CinemaBar isFull={isFull} onFull={toggle} empty={empty} />
      )}
      <div className="cinema-stage">
        <div className="cinema-view">{empty ? <EmptyCinema /> : <View />}</div>
        {!narrow && <TimelinePanel />}
      </div>
      {!empty && (
        <div className="cinema-foot">
          <EventList />
          <MemoryLine />
        </div>
      )}
      {narrow && !empty && <CinemaThumbBar isFull={isFull} onFull={toggle} />}
    </main>
  );
}
