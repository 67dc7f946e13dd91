/** What it writes: the newest sample large, how much of it stands in the person's own words, every checkpoint below. */
import type { RunSnapshot } from '@/contexts/RunRecorder';
import { useReadable } from '@/hooks/useReadable';
import { useRecorder, useRun } from '@/hooks/useRun';
import { useCurrentRun } from '@/hooks/useStores';
import { useLookedStep } from '@/hooks/useTime';
import { Legend } from '../watch/Legend';
import { SampleList } from '../watch/SampleList';
import { stagedSample } from '../watch/sampleRows';
import { VoiceStage } from './VoiceStage';

const samplesOf = ({ samples }: RunSnapshot) => samples;

export function VoicePanel() {
  const running = useCurrentRun()?.status.status === 'running';
  const samples = useRun(useRecorder(), samplesOf);
  const looked = useLookedStep();
  // While it writes on, each line stays to be read: the list tells them all.
  const live = running && looked === null;
  const sample = useReadable(stagedSample(samples, looked), live);
  return (
    <section className="card text-panel voice-panel" aria-label="Generated text">
      <VoiceStage sample={sample} live={live} />
      <SampleList staged={live ? (sample?.step ?? null) : null} />
      <Legend />
    </section>
  );
}
