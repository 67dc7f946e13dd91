/** Says aloud what happened to the run, and in the title of the page how far it is. Never every step. */
import { useEffect, useState } from 'react';
import type { Phase } from '@/lab/protocol';
import type { LabSnapshot } from '@/lab/record';
import { count, plural } from './figures';
import { useCalmRecord, useLab, useLabRecord } from './useLab';

const NAME = 'Code Lab · LLMBreaker';
/** A title that changes at every frame would be noise, and each change goes through the whole browser. */
const TITLE_MS = 1000;
const hundreds = ({ stepsDone }: LabSnapshot) => Math.floor(stepsDone / 100) * 100;
const plannedOf = ({ stepsPlanned }: LabSnapshot) => stepsPlanned;
const phaseOf = ({ phase }: LabSnapshot) => phase;

function sentence(phase: Phase, { stepsDone, recentLoss }: LabSnapshot): string {
  const loss = recentLoss === null ? '' : `, loss ${recentLoss.toFixed(2)}`;
  switch (phase) {
    case 'running':
      return 'Training.';
    case 'paused':
      return `Paused at step ${count(stepsDone)}${loss}.`;
    case 'stopped':
      return `Stopped at step ${count(stepsDone)}${loss}.`;
    case 'finished':
      return `Trained ${plural(stepsDone, 'step')}${loss}.`;
    default:
      return '';
  }
}

export function LabAnnouncer() {
  const { record } = useLab();
  const phase = useLabRecord(phaseOf);
  const planned = useLabRecord(plannedOf);
  const about = useCalmRecord(hundreds, TITLE_MS);
  const [said, setSaid] = useState('');
  useEffect(() => setSaid(sentence(phase, record.getSnapshot())), [phase, record]);
  const title = phase === 'running' ? `${count(about)} of ${count(planned)} · ${NAME}` : NAME;
  useEffect(() => {
    const before = document.title;
    return () => {
      document.title = before;
    };
  }, []);
  useEffect(() => {
    document.title = title;
  }, [title]);
  return (
    <p className="sr-only" aria-live="polite">
      {said}
    </p>
  );
}
