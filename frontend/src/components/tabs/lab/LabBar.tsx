/** Act, pace, where it runs, how far it is. */
import { useMemo } from 'react';
import { SegmentedControl } from '@/components/shared/SegmentedControl';
import type { Pace } from '@/lab/protocol';
import type { LabSnapshot } from '@/lab/record';
import { GRAPH_LIMIT } from '@/lab/size';
import { EngineChoice } from './EngineChoice';
import { count } from './figures';
import { LabTransport, type LabTransportProps } from './LabTransport';
import { useCalmRecord, useLab, useLabRecord, useLabState } from './useLab';

const PACES: { value: Pace; label: string; tooltip: string }[] = [
  { value: 'lines', label: 'Line by line', tooltip: 'One step in slow motion, through the code' },
  { value: 'steps', label: 'Step by step', tooltip: 'One document a second' },
  { value: 'full', label: 'Full speed', tooltip: 'As fast as this machine can' },
];

const TOO_LARGE = { disabled: true, tooltip: 'Too large a model to remember every number' };

export function PaceChoice() {
  const desk = useLab();
  const pace = useLabState((state) => state.pace);
  const tooLarge = useLabState(({ graph }) => graph > GRAPH_LIMIT);
  const options = useMemo(
    () => PACES.map((one) => (one.value === 'lines' && tooLarge ? { ...one, ...TOO_LARGE } : one)),
    [tooLarge],
  );
  return (
    <SegmentedControl label="Pace" options={options} value={pace} onValueChange={desk.setPace} />
  );
}

/** Figures that change more often are a blur. */
const COUNT_MS = 100;
const stepOf = ({ stepsDone }: LabSnapshot) => stepsDone;
const plannedOf = ({ stepsPlanned }: LabSnapshot) => stepsPlanned;

export function LabCounter() {
  const step = useCalmRecord(stepOf, COUNT_MS);
  const planned = useLabRecord(plannedOf);
  return (
    <p className="lab-counter num" data-long={planned >= LONG}>
      <span className="lab-counter-word">step </span>
      <b>{step.toLocaleString('en')}</b> of {planned.toLocaleString('en')}
    </p>
  );
}

/** The counter's figure keeps its place up to this many steps; more of them are written smaller. */
const LONG = 10_000;

/** On a small screen: the controls at the bottom, where the thumb is. */
export function LabThumbBar(orders: LabTransportProps) {
  return (
    <section className="lab-thumb" aria-label="Training">
      <LabTransport compact {...orders} />
      <LabCounter />
    </section>
  );
}

export function WhereItRuns() {
  const parameters = useLabState(({ parameterCount }) => parameterCount);
  const brought = useLabState((state) => state.brought);
  return (
    <p className="lab-where">
      <span>Runs inside this page,</span>{' '}
      <span>
        <b className="num">{count(parameters)}</b> parameters,
      </span>{' '}
      <span>{brought ? `brought at step ${count(brought.step)}` : 'no server needed'}</span>
    </p>
  );
}

/** On a small screen: what else the bar has, above the pictures. */
export function LabChoices() {
  return (
    <section className="lab-choices" aria-label="How it trains">
      <WhereItRuns />
      <PaceChoice />
      <EngineChoice />
    </section>
  );
}

export function LabBar(orders: LabTransportProps) {
  return (
    <section className="lab-bar" aria-label="Training">
      <div className="flex gap-2">
        <LabTransport {...orders} />
      </div>
      <PaceChoice />
      <EngineChoice />
      <WhereItRuns />
      <LabCounter />
    </section>
  );
}
