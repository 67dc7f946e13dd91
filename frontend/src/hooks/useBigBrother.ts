/**
 * The lab's model beside the server's: finds runs of the preset Micro, brings the weights of one into the lab, and holds
 * what both expect against each other, with both engines. Keeps what came of it; draws nothing.
 */
import { useState } from 'react';
import { ApiError } from '@/api/errors';
import { MalformedWeights } from '@/api/safetensors';
import {
  type BigBrother,
  fetchBigBrother,
  fetchExpectations,
  NotComparable,
} from '@/contexts/bigBrother';
import { type Difference, largestDifference } from '@/contexts/parity';
import { useTrainingContext } from '@/contexts/TrainingContext';
import type { LabDesk } from '@/lab/desk';
import { LabError } from '@/lab/line';

export const BROTHER_PRESET = 'micro';

export interface BrotherRun {
  id: string;
  step: number;
  running: boolean;
}

export interface Parity {
  /** Counts the lab's models: the one that was compared, before it was trained here. */
  run: number;
  brother: BigBrother;
  /** What was read by both. */
  text: string;
  /** The largest of both engines. */
  difference: Difference;
}

export type BrotherState =
  | { at: 'rest' }
  | { at: 'asking' }
  | { at: 'found'; runs: readonly BrotherRun[] }
  | { at: 'compared'; parity: Parity }
  | { at: 'refused'; message: string; offline: boolean };

/** Of the names that are written to compare: always the same one for the same weights. */
const SEED = 3;

/** A name that the lab's engine writes, and what it expected at each place. */
async function expectedHere(desk: LabDesk) {
  const rows: Float64Array[] = [];
  let text = '';
  let token = await desk.write({ temperature: 1, seed: SEED });
  for (;;) {
    rows.push(token.probabilities);
    text += token.char ?? '';
    const next = token.char === null ? null : await desk.next();
    if (next === null) break;
    token = next;
  }
  // The last character only came of what stands before it.
  return { rows, text: [...text].slice(0, rows.length - 1).join('') };
}

export function useBigBrother(desk: LabDesk) {
  const { rest } = useTrainingContext();
  const [state, setState] = useState<BrotherState>({ at: 'rest' });

  const guarded = async (work: () => Promise<BrotherState>) => {
    setState({ at: 'asking' });
    try {
      setState(await work());
    } catch (error) {
      const known = [ApiError, LabError, NotComparable, MalformedWeights];
      if (!known.some((kind) => error instanceof kind)) throw error;
      const offline = error instanceof ApiError && error.errorType === 'network_error';
      setState({ at: 'refused', message: (error as Error).message, offline });
    }
  };
  const look = () =>
    guarded(async () => {
      const sessions = await rest.sessions();
      const runs = sessions
        .filter(({ preset, current_iter }) => preset === BROTHER_PRESET && current_iter > 0)
        .map(({ session_id, current_iter, status }) => ({
          ...{ id: session_id, step: current_iter, running: status === 'running' },
        }));
      return { at: 'found', runs };
    });
  const bring = (id: string) =>
    guarded(async () => {
      const { chars, engine } = desk.store.getState();
      const brother = await fetchBigBrother(rest, id, chars);
      await desk.open({ settings: brother.settings });
      await desk.load(brother.parameters, { step: brother.step });
      let parity: Parity | null = null;
      const other = engine === 'value' ? ('fast' as const) : ('value' as const);
      for (const kind of [other, engine]) {
        await desk.setEngine(kind);
        const { rows, text } = await expectedHere(desk);
        const theirs = await fetchExpectations(rest, brother, text);
        const difference = largestDifference(rows, theirs);
        if (!parity || difference.largest > parity.difference.largest) {
          parity = { run: desk.store.getState().run, brother, text, difference };
        }
      }
      return parity ? { at: 'compared', parity } : { at: 'rest' };
    });
  return { state, look, bring };
}
