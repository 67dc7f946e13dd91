/** Names that a model makes up, each with its grade, one at a time so that other things can go on. */
import type { Engine } from 'microgpt';
import type { Grader } from './grading';
import type { Work } from './jobs';
import type { GradedName, NameSheet, Questions } from './protocol';

export type SheetOptions = Questions['generate'][0];

/** A sheet that fills while the work is done. Each name has a chance of its own, counted on from the seed. */
export function writeSheet(
  engine: Engine,
  grader: Grader,
  { temperature, count, seed }: SheetOptions,
): { sheet: NameSheet; work: Work } {
  const names: GradedName[] = [];
  function* work(): Work {
    for (let i = 0; i < count; i++) {
      for (const { text } of engine.generate({ temperature, count: 1, seed: (seed + i) >>> 0 })) {
        names.push({ text, grade: grader.grade(text) });
      }
      yield;
    }
  }
  return { sheet: { step: engine.stepsDone, temperature, names }, work: work() };
}
