/** A short look at how fast an engine is here, in pieces that can wait for each other. */
import type { Engine } from 'microgpt';
import type { Meter } from './speed';

/** The first steps run code that the browser has not made fast yet. */
const WARM_MS = 60;

/** Trains the engine of `make` and feeds the meter; yields after every step. */
export function* measuring(
  make: () => Engine,
  meter: Meter,
  now: () => number,
): Generator<void, void, undefined> {
  const engine = make();
  let spent = 0;
  const once = () => {
    const begin = now();
    const tokens = engine.step().losses.length;
    return { tokens, ms: now() - begin };
  };
  while (spent < WARM_MS) {
    spent += once().ms;
    yield;
  }
  while (meter.rate === null) {
    const { tokens, ms } = once();
    meter.add(tokens, ms);
    yield;
  }
}
