/** The lab's keys: the same ones as in the other tabs, for the run in this page. Never while typing or in a dialog. */
import { useHotkeys } from 'react-hotkeys-hook';
import { inDialog, onControl } from '@/hooks/useShortcuts';
import type { Pace } from '@/lab/protocol';
import { labControls } from './labControls';
import { useLab } from './useLab';

const PACES: readonly Pace[] = ['lines', 'steps', 'full'];

export function useLabKeys(onStep: () => void): void {
  const desk = useLab();
  const controls = () => labControls(desk.store.getState());
  const options = {
    ...{ useKey: true, ignoreEventWhen: inDialog },
    enableOnFormTags: ['slider', 'radio'] as const,
  };
  useHotkeys(
    'space',
    (event) => {
      event.preventDefault();
      const { main, mainEnabled, settling } = controls();
      if (mainEnabled && !settling) void (main === 'Pause' ? desk.pause() : desk.train());
    },
    { ignoreEventWhen: (event) => inDialog() || onControl(event) },
  );
  useHotkeys(
    '.',
    () => {
      const { stepEnabled, settling } = controls();
      if (stepEnabled && !settling) onStep();
    },
    options,
  );
  useHotkeys(
    's',
    () => {
      const { second, secondEnabled } = controls();
      if (second === 'Stop' && secondEnabled) void desk.stop();
    },
    options,
  );
  const changePace = (by: 1 | -1) => {
    const next = PACES[PACES.indexOf(desk.store.getState().pace) + by];
    if (next) desk.setPace(next);
  };
  useHotkeys('[', () => changePace(-1), options);
  useHotkeys(']', () => changePace(1), options);
}
