/** How the model writes when it is asked: how daring, how many, all at once or letter by letter. */
import { useState } from 'react';
import { Button } from '@/components/shared/Button';
import { Slider } from '@/components/shared/Slider';
import { LabError } from '@/lab/line';
import { NumberStepper } from './NumberStepper';
import { useLab, useLabState } from './useLab';

export const TEMPERATURES = { min: 0.1, max: 2, step: 0.1 } as const;
export const SAMPLES = { min: 1, max: 50 } as const;

export interface WritingCardProps {
  onLetters: () => void;
  /** Fresh names are shown. */
  onGenerated: () => void;
}

export function WritingCard({ onLetters, onGenerated }: WritingCardProps) {
  const desk = useLab();
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const generate = async () => {
    setBusy(true);
    setRefusal(null);
    try {
      await desk.generate();
      onGenerated();
    } catch (error) {
      if (!(error instanceof LabError)) throw error;
      setRefusal(error.message);
    } finally {
      setBusy(false);
    }
  };
  const own = useLabState(({ source }) => source.kind === 'own');
  const temperature = useLabState((state) => state.temperature);
  const samples = useLabState((state) => state.sampleCount);
  const disabled = useLabState(({ status, phase }) => status !== 'ready' || phase === 'broken');
  return (
    <section className="card lab-writing" aria-label="Writing">
      <div className="flex items-baseline justify-between">
        <h2>Temperature</h2>
        <b className="num text-18 leading-6 text-violet-text">{temperature.toFixed(1)}</b>
      </div>
      <Slider
        label="Temperature"
        {...TEMPERATURES}
        value={temperature}
        valueText={`${temperature.toFixed(1)}, ${sayTemperature(temperature)}`}
        onValueChange={desk.setTemperature}
      />
      <div className="flex items-center justify-between gap-2">
        <NumberStepper
          label="Samples"
          {...SAMPLES}
          value={samples}
          onValueChange={desk.setSampleCount}
        />
        <div className="flex gap-2">
          <Button
            kind="yours"
            className="lab-yours"
            disabled={disabled}
            onClick={onLetters}
            tooltip={`One ${own ? 'line' : 'name'}, and at each letter what it could have been`}
          >
            Letter by letter
          </Button>
          <Button
            kind="yours"
            className="lab-yours"
            disabled={disabled || busy}
            onClick={() => void generate()}
          >
            Generate
          </Button>
        </div>
      </div>
      {refusal && (
        <p role="alert" className="text-amber-text">
          {refusal}
        </p>
      )}
    </section>
  );
}

const sayTemperature = (temperature: number) =>
  temperature < 0.4
    ? 'safe'
    : temperature < 0.8
      ? 'balanced'
      : temperature < 1.3
        ? 'daring'
        : 'wild';
