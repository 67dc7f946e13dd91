/** Choose, act, pace, read: one row of fixed widths, and how far the run is as a line below it. */
import { ChooseGroup } from './ChooseGroup';
import { RunProgress } from './RunProgress';
import { SpeedChoice } from './SpeedChoice';
import { StepCounter } from './StepCounter';
import { Transport } from './Transport';

export function ControlBar() {
  return (
    <section aria-label="Training">
      <div className="bar">
        <ChooseGroup />
        <div className="bar-group">
          <Transport />
        </div>
        <SpeedChoice />
        <StepCounter className="bar-counter" />
      </div>
      <RunProgress />
    </section>
  );
}
