/** Which of the two engines trains, and how fast each is on this machine. */
import type { EngineKind } from 'microgpt';
import { useMemo } from 'react';
import { SegmentedControl, type SegmentedOption } from '@/components/shared/SegmentedControl';
import type { LabSnapshot } from '@/lab/record';
import { GRAPH_LIMIT } from '@/lab/size';
import { compact } from './figures';
import { useLab, useLabRecord, useLabState } from './useLab';

const valueSpeed = ({ speeds }: LabSnapshot) => compact(speeds.value);
const fastSpeed = ({ speeds }: LabSnapshot) => compact(speeds.fast);

const tip = (what: string, speed: string | null) =>
  speed === null ? what : `${what}: ${speed} characters a second here`;

export function EngineChoice() {
  const desk = useLab();
  const engine = useLabState((state) => state.engine);
  const disabled = useLabState(({ status, phase }) => status !== 'ready' || phase === 'broken');
  const tooLarge = useLabState(({ graph }) => graph > GRAPH_LIMIT);
  const value = useLabRecord(valueSpeed);
  const fast = useLabRecord(fastSpeed);
  // A choice measures itself again whenever its options are others.
  const options = useMemo<SegmentedOption<EngineKind>[]>(
    () => [
      {
        value: 'value',
        label: value === null ? 'value' : `value ${value}/s`,
        disabled: tooLarge,
        tooltip: tooLarge
          ? 'Too large for the engine that remembers every number'
          : tip('The very code shown below, number by number', value),
      },
      {
        value: 'fast',
        label: fast === null ? 'fast' : `fast ${fast}/s`,
        tooltip: tip('The same mathematics on whole rows', fast),
      },
    ],
    [value, fast, tooLarge],
  );
  return (
    <SegmentedControl
      label="Engine"
      value={engine}
      disabled={disabled}
      onValueChange={(kind) => void desk.setEngine(kind)}
      options={options}
    />
  );
}
