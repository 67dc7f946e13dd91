/** Train or Pause, Stop or Reset, Step. Fixed widths: a change of name moves nothing. */
import { RotateCcw } from 'lucide-react';
import { type MouseEvent, useRef } from 'react';
import { Button, IconButton } from '@/components/shared/Button';
import { cx } from '@/components/shared/cx';
import { PauseIcon, PlayIcon, StepIcon, StopIcon } from '@/components/shared/icons';
import type { LabState } from '@/lab/desk';
import { plural } from './figures';
import { type LabAction, labControls } from './labControls';
import { useLab, useLabState } from './useLab';

const tipOf = (action: LabAction, { phase, brought, settings }: LabState): string => {
  if (action === 'Train' && brought) return 'Train on from the weights that were brought';
  if (action === 'Continue' && phase === 'finished') {
    return `Train on: the plan grows by ${plural(settings.steps, 'step')}`;
  }
  return TIPS[action];
};
const TIPS: Record<LabAction, string> = {
  Train: 'Train this model from its random weights',
  Pause: 'Rest here; it goes on exactly where it was',
  Resume: 'Go on from this step',
  Continue: 'Train on from here',
};

export interface LabTransportProps {
  onReset: () => void;
  /** One step, or at the pace of lines one line. */
  onStep: () => void;
  /** Stop and Step as icons, for the thumb. */
  compact?: boolean;
}

export function LabTransport({ onReset, onStep, compact = false }: LabTransportProps) {
  const desk = useLab();
  const status = useLabState((state) => state.status);
  const phase = useLabState((state) => state.phase);
  const pending = useLabState((state) => state.pending);
  const inLines = useLabState(({ pace }) => pace === 'lines');
  const settling = useLabState((state) => state.settling);
  const brought = useLabState((state) => state.brought);
  const state = labControls({ status, phase, pending, settling, brought });
  const mainTip = useLabState((all) => tipOf(state.main, all));
  /** The name that stood on a button when it was pressed down; a key presses and lets go at once. */
  const pressed = useRef('');
  const held = (name: string) => ({
    onPointerDown: () => {
      pressed.current = name;
    },
    'aria-disabled': settling || undefined,
    // For so short a time nothing is seen to change.
    'data-settling': settling || undefined,
  });
  /** Only what the button said when it was pressed. */
  const doing = (name: string, act: () => void) => (event: MouseEvent) => {
    const means = event.detail === 0 || pressed.current === name;
    if (means && !settling) act();
  };
  const stops = state.second === 'Stop';
  const side = [
    {
      // One button, whatever it is called: the focus stays on it.
      id: 'second',
      name: state.second,
      icon: stops ? StopIcon : RotateCcw,
      enabled: state.secondEnabled,
      press: stops ? () => void desk.stop() : onReset,
      tip: stops ? 'End this training here' : 'Begin again with untrained weights',
      isBusy: state.busy === 'second',
    },
    {
      id: 'step',
      name: 'Step',
      icon: StepIcon,
      enabled: state.stepEnabled,
      press: onStep,
      tip: inLines
        ? 'The next line'
        : phase === 'finished'
          ? 'Learn from one document more; the plan grows by one step'
          : 'Learn from one document, and rest',
      isBusy: state.busy === 'step',
    },
  ];
  return (
    <>
      <Button
        kind={state.starts ? 'start' : 'control'}
        icon={state.main === 'Pause' ? PauseIcon : PlayIcon}
        className={cx('lab-main-button', state.busy === 'main' && 'is-busy')}
        aria-busy={state.busy === 'main'}
        disabled={!state.mainEnabled}
        tooltip={mainTip}
        {...held(state.main)}
        onClick={doing(
          state.main,
          () => void (state.main === 'Pause' ? desk.pause() : desk.train()),
        )}
      >
        {state.main}
      </Button>
      {side.map(({ id, name, icon, enabled, press, tip, isBusy }) =>
        compact ? (
          <IconButton
            key={id}
            icon={icon}
            label={name}
            tooltip={tip}
            disabled={!enabled}
            aria-busy={isBusy}
            {...held(name)}
            onClick={doing(name, press)}
          />
        ) : (
          <Button
            key={id}
            icon={icon}
            className="lab-side-button"
            tooltip={tip}
            disabled={!enabled}
            aria-busy={isBusy}
            {...held(name)}
            onClick={doing(name, press)}
          >
            {name}
          </Button>
        ),
      )}
    </>
  );
}
