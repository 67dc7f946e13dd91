/** What belongs to one run alone: its seed and the device it trains on. */
import { Button } from '@/components/shared/Button';
import { NumberField } from '@/components/shared/NumberField';
import { SelectBox } from '@/components/shared/SelectBox';
import type { Device } from '@/contexts/setup';
import { useCatalog, useCurrentRun } from '@/hooks/useStores';
import { type Draft, MAX_SEED } from './advancedDraft';

const DEVICES: { value: Device; name: string; description: string }[] = [
  { value: 'auto', name: 'Automatic', description: 'Whichever was measured faster for this size' },
  { value: 'cpu', name: 'CPU', description: 'The processor; fastest for small models' },
  { value: 'mps', name: 'Apple GPU', description: 'The graphics part of an Apple chip' },
  { value: 'cuda', name: 'NVIDIA GPU', description: 'A graphics card with CUDA' },
];

export interface RunSettingsProps {
  draft: Draft;
  errors: Readonly<Record<string, string>>;
  onChange: (change: Partial<Pick<Draft, 'seed' | 'seedIsWrong' | 'device'>>) => void;
}

export function RunSettings({ draft, errors, onChange }: RunSettingsProps) {
  const { seed, seedIsWrong, device } = draft;
  const engine = useCatalog((state) => state.engine);
  const run = useCurrentRun();
  const trainedBy = run?.status.engine ?? null;
  const told = run?.session?.seed ?? null;
  return (
    <section className="settings-group" aria-label="This run">
      <h3>This run</h3>
      <div className="settings">
        {seed === null ? (
          <div className="num flex flex-col items-start gap-1">
            <p>
              Seed: a new one each time
              {told !== null && <span className="text-text-3">, this run's is {told}</span>}
            </p>
            <Button size="small" onClick={() => onChange({ seed: told ?? 1 })}>
              {told === null ? 'Choose a seed' : `Keep ${told}`}
            </Button>
          </div>
        ) : (
          <div>
            <NumberField
              label="Seed"
              tooltip="The same seed, text and settings give the same losses, digit by digit."
              value={seedIsWrong ? null : seed}
              min={0}
              max={MAX_SEED}
              integer
              error={errors.seed}
              onValueChange={(value) =>
                onChange(
                  value === null ? { seedIsWrong: true } : { seed: value, seedIsWrong: false },
                )
              }
            />
            <Button
              kind="quiet"
              size="small"
              onClick={() => onChange({ seed: null, seedIsWrong: false })}
            >
              A new one each time
            </Button>
          </div>
        )}
        <div>
          <SelectBox
            label="Device"
            items={DEVICES}
            value={device}
            width="100%"
            onValueChange={(value) => onChange({ device: value })}
          />
          {trainedBy && (
            <p className="mt-1 text-12 text-text-3">
              {trainedBy === 'fused'
                ? 'The run you see is trained in code compiled for this machine.'
                : `The run you see is trained in PyTorch. ${run?.status.engine_reason}`}
            </p>
          )}
          {engine && engine.engine !== trainedBy && device !== 'mps' && device !== 'cuda' && (
            <p className="mt-1 text-12 text-text-3">
              {engine.engine === 'fused'
                ? 'On the processor it trains in code compiled for this machine.'
                : `On the processor it trains in PyTorch, several times slower. ${engine.engine_reason}`}
            </p>
          )}
          {errors.device && <p className="mt-1 text-12 text-amber-text">{errors.device}</p>}
        </div>
      </div>
    </section>
  );
}
