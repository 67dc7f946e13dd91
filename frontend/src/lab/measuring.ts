/** A look at how fast an engine is here once it is warm, in pieces that can wait for each other. */
import type { Engine } from 'microgpt';
import type { Meter } from './speed';

/** The first steps run code that the browser has not made fast yet: so long, and so many of them. */
const WARM_MS = 300;
const WARM_STEPS = 20;

/** Trains the engine of `make` and feeds the meter until it knows, by this or by a real training; yields after every step. */
export function* measuring(
  make: () => Engine,
  meter: Meter,
  now: () => number,
): Generator<void, void, undefined> {
  const engine = make();
  let spent = 0;
  let steps = 0;
  const once = () => {
    const begin = now();
    const tokens = engine.step().losses.length;
    return { tokens, ms: now() - begin };
  };
  while (!meter.isKnown && (spent < WARM_MS || (steps < WARM_STEPS && spent < 4 * WARM_MS))) {
    spent += once().ms;
    steps += 1;
    yield;
  }
  while (!meter.isKnown) {
    const { tokens, ms } = once();
    meter.try(tokens, ms);
    yield;
  }
}
