/** What it writes: the newest sample on a stage that never moves, every checkpoint below, and what the colours mean. */
import { Legend } from './Legend';
import { SampleList } from './SampleList';
import { Stage } from './Stage';

export function TextPanel() {
  return (
    <section className="card text-panel" aria-label="Generated text">
      <Stage />
      <SampleList />
      <Legend />
    </section>
  );
}
