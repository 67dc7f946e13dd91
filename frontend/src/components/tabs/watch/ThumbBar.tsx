/** On a small screen: the controls at the bottom, where the thumb is. */
import { RunProgress } from './RunProgress';
import { SpeedChoice } from './SpeedChoice';
import { Transport } from './Transport';

export function ThumbBar() {
  return (
    <section className="thumb-bar" aria-label="Training">
      <RunProgress />
      <div className="flex gap-2">
        <Transport compact />
        <SpeedChoice compact />
      </div>
    </section>
  );
}
