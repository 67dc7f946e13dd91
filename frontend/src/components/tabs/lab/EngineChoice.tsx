/** Which of the two engines trains, and how fast each is on this machine. */
import type { EngineKind } from 'microgpt';
import { useMemo } from 'react';
import { SegmentedControl, type SegmentedOption } from '@/components/shared/SegmentedControl';
import type { LabSnapshot } from '@/lab/record';
import { GRAPH_LIMIT } from '@/lab/size';
import { compact } from './figures';
import { useCalmRecord, useLab, useLabState } from './useLab';

/** Two figures that tremble are read no sooner. */
const SPEED_MS = 500;

const valueSpeed = ({ speeds }: LabSnapshot) => compact(speeds.value);
const fastSpeed = ({ speeds }: LabSnapshot) => compact(speeds.fast);

const tip = (what: string, speed: string | null) =>
  speed === null ? what : `${what}: ${speed} tokens a second here, each of them a character`;
const note = (speed: string | null) => (speed === null ? undefined : `${speed} tokens/s`);

export function EngineChoice() {
  const desk = useLab();
  const engine = useLabState((state) => state.engine);
  const disabled = useLabState(({ status, phase }) => status !== 'ready' || phase === 'broken');
  const tooLarge = useLabState(({ graph }) => graph > GRAPH_LIMIT);
  const value = useCalmRecord(valueSpeed, SPEED_MS);
  const fast = useCalmRecord(fastSpeed, SPEED_MS);
  const options = useMemo<SegmentedOption<EngineKind>[]>(
    () => [
      {
        value: 'value',
        label: 'value',
        note: note(value),
        disabled: tooLarge,
        tooltip: tooLarge
          ? 'Too large for the engine that remembers every number'
          : tip('The very code shown below, number by number', value),
      },
      {
        value: 'fast',
        label: 'fast',
        note: note(fast),
        tooltip: tip('The same mathematics on whole rows', fast),
      },
    ],
    [value, fast, tooLarge],
  );
  return (
    <SegmentedControl
      label="Engine"
      className="lab-engine"
      value={engine}
      disabled={disabled}
      onValueChange={(kind) => void desk.setEngine(kind)}
      options={options}
    />
  );
}
