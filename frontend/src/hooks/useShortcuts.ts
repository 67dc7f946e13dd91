/** The keys of the page. Never while typing, and Space never when a control has the focus. */
import { useHotkeys } from 'react-hotkeys-hook';
import { isAlive, type Speed } from '@/contexts/sessions';
import { useTrainingContext } from '@/contexts/TrainingContext';
import { useUIContext } from '@/contexts/UIContext';
import { IN_PAGE } from '@/contexts/ui';
import { OWN_STYLE } from '@/contexts/uploads';

export const KEYS = [
  { keys: ['Space'], does: 'Play, pause, resume' },
  { keys: ['.'], does: 'One step' },
  { keys: ['S'], does: 'Stop' },
  { keys: ['[', ']'], does: 'Slower, faster' },
  { keys: ['1'], does: 'Watch It Learn' },
  { keys: ['2'], does: 'Attention Cinema' },
  { keys: ['3'], does: 'Style Transfer' },
  { keys: ['4'], does: 'Code Lab' },
  { keys: ['?'], does: 'This list' },
] as const;

/** Of what the focus is on: the same key does there what it says there. */
export const PLACE_KEYS = [
  {
    place: 'One head',
    rows: [
      { keys: ['←', '→'], does: 'Neighbouring head' },
      { keys: ['↑', '↓'], does: 'Same head, other layer' },
      { keys: ['Esc'], does: 'Let the row go; back to all heads' },
    ],
  },
  {
    place: 'Its picture',
    rows: [
      { keys: ['←', '→', '↑', '↓'], does: 'From cell to cell (come to it by Tab)' },
      { keys: ['Home', 'End'], does: 'Ends of the row' },
      { keys: ['Enter', 'Esc'], does: 'Hold the row, let it go' },
    ],
  },
  {
    place: 'Its picture in 3D',
    rows: [
      { keys: ['←', '→', '↑', '↓'], does: 'Turn' },
      { keys: ['+', '−', '0'], does: 'Nearer, further, reset' },
      { keys: ['Shift', '← → ↑ ↓'], does: 'From cell to cell' },
    ],
  },
  {
    place: 'Timeline',
    rows: [
      { keys: ['←', '→'], does: 'From stop to stop' },
      { keys: ['PgUp', 'PgDn'], does: 'Ten stops' },
      { keys: ['Home', 'End'], does: 'First step, newest step' },
    ],
  },
  {
    place: 'The network in 3D',
    rows: [
      { keys: ['←', '→', '↑', '↓'], does: 'Turn' },
      { keys: ['+', '−', '0'], does: 'Nearer, further, reset' },
      { keys: ['Shift', '← → ↑ ↓'], does: 'From block to block, number to number' },
    ],
  },
  {
    place: 'The walk through the code',
    rows: [
      { keys: ['←', '→'], does: 'Line before, next line (of a number: its neighbours)' },
      { keys: ['Enter', 'Esc'], does: 'Where a number comes from, and close that' },
    ],
  },
  {
    place: 'Quiz',
    rows: [{ keys: ['←', '→'], does: 'You, the machine' }],
  },
] as const;

export const SPEEDS: readonly Speed[] = [1, 2, 5, 10, 0];

const CONTROL =
  'button, a, input, select, textarea, summary, [role="radio"], [role="combobox"], [role="option"], [role="slider"], [contenteditable="true"]';
export const onControl = (event: KeyboardEvent) =>
  event.target instanceof Element && event.target.closest(CONTROL) !== null;
export const inDialog = () =>
  document.querySelector('[role="dialog"], [role="alertdialog"]') !== null;

/** The neighbour of a speed; at either end the speed itself. */
export function neighbourSpeed(speed: Speed, by: 1 | -1): Speed {
  const at = SPEEDS.indexOf(speed) + by;
  return SPEEDS[Math.min(SPEEDS.length - 1, Math.max(0, at))] ?? speed;
}

export function useShortcuts(tabs: readonly { path: string }[], goTo: (path: string) => void) {
  const { training, sessions, setup, catalog, style } = useTrainingContext();
  const ui = useUIContext();
  /** The lab has a run of its own, and the same keys for it. */
  const isInPage = () => ui.getState().tab === IN_PAGE;
  /** Tab 3 shows words that wait to be learned, and no run: whatever trains elsewhere is left alone. */
  const onWords = () => ui.getState().tab === 'style_transfer' && style.stage() === 'words';
  /** In the quiz, or while more is written, a press too many must not begin anew what is being looked at. */
  const wouldLose = () => {
    if (ui.getState().tab !== 'style_transfer' || style.stage() !== 'result') return false;
    return style.store.getState().view !== 'compare';
  };
  const shown = () => {
    const { runs, current } = sessions.getState();
    return current === null || onWords() ? null : (runs[current]?.status ?? null);
  };
  const changeSpeed = (by: 1 | -1) => {
    if (onWords()) {
      const own = catalog.getState().presets.find(({ name }) => name === OWN_STYLE);
      const speed = style.store.getState().speed ?? own?.speed_multiplier ?? 1;
      style.store.setState({ speed: neighbourSpeed(speed, by) });
      return;
    }
    const run = shown();
    const chosen = setup.getState();
    const preset = catalog.getState().presets.find(({ name }) => name === chosen.preset);
    const speed =
      run && isAlive(run.status)
        ? run.speed_multiplier
        : (chosen.speed ?? run?.speed_multiplier ?? preset?.speed_multiplier ?? 1);
    void training.setSpeed(neighbourSpeed(speed, by));
  };
  // The characters themselves, not the places on an American keyboard.
  // Sliders and radio buttons have no use for these keys, so they need not keep them from the page.
  const options = {
    ...{ useKey: true, ignoreEventWhen: inDialog },
    enableOnFormTags: ['slider', 'radio'] as const,
  };
  const ofRuns = { ...options, ignoreEventWhen: () => inDialog() || isInPage() };

  useHotkeys(
    'space',
    (event) => {
      event.preventDefault();
      if (onWords()) void style.train();
      else void (shown()?.status === 'running' ? training.pause() : training.play());
    },
    { ignoreEventWhen: (event) => inDialog() || isInPage() || onControl(event) || wouldLose() },
  );
  useHotkeys(
    '.',
    () => {
      const status = onWords() ? null : (shown()?.status ?? 'idle');
      if (status === 'idle' || status === 'paused') void training.step();
    },
    ofRuns,
  );
  useHotkeys(
    's',
    () => {
      const run = shown();
      if (run && isAlive(run.status)) void training.stop();
    },
    ofRuns,
  );
  useHotkeys('[', () => changeSpeed(-1), ofRuns);
  useHotkeys(']', () => changeSpeed(1), ofRuns);
  useHotkeys('?', () => ui.setState({ keysOpen: true }), { ...options, ignoreModifiers: true });
  useHotkeys(
    tabs.map((_, index) => String(index + 1)),
    (event) => {
      const tab = tabs[Number(event.key) - 1];
      if (tab) goTo(tab.path);
    },
    options,
  );
}
