/** What it writes: the newest sample large, how much of it stands in the person's own words, every checkpoint below. */
import { Legend } from '../watch/Legend';
import { SampleList } from '../watch/SampleList';
import { VoiceStage } from './VoiceStage';

export function VoicePanel() {
  return (
    <section className="card text-panel voice-panel" aria-label="Generated text">
      <VoiceStage />
      <SampleList />
      <Legend />
    </section>
  );
}
