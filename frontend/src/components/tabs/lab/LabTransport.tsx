/** Train or Pause, Stop or Reset, Step. Fixed widths: a change of name moves nothing. */
import { RotateCcw } from 'lucide-react';
import { Button, IconButton } from '@/components/shared/Button';
import { cx } from '@/components/shared/cx';
import { PauseIcon, PlayIcon, StepIcon, StopIcon } from '@/components/shared/icons';
import { type LabAction, labControls } from './labControls';
import { useLab, useLabState } from './useLab';

const TIPS: Record<LabAction, string> = {
  Train: 'Train this model from its random weights',
  Pause: 'Rest here; it goes on exactly where it was',
  Resume: 'Go on from this step',
  Continue: 'Train on from here; past the last planned step the plan grows',
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
  const state = labControls({ status, phase, pending });
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
      tip: inLines ? 'The next line' : 'Learn from one document, and rest',
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
        tooltip={TIPS[state.main]}
        onClick={() => void (state.main === 'Pause' ? desk.pause() : desk.train())}
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
            onClick={press}
          />
        ) : (
          <Button
            key={id}
            icon={icon}
            className="lab-side-button"
            tooltip={tip}
            disabled={!enabled}
            aria-busy={isBusy}
            onClick={press}
          >
            {name}
          </Button>
        ),
      )}
    </>
  );
}
