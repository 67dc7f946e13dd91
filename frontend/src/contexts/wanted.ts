/** Which stops are worth asking for, and in which order. Pure. */
import type { Needs } from './machineState';
import { missingStops } from './stops';

/** Stops to either side that are fetched ahead of the thumb. */
const NEIGHBOURS = 4;

export interface Wanting {
  /** Ascending. */
  stops: readonly number[];
  /** The stop in sight, one of `stops`. */
  target: number;
  newest: number;
  /** The view goes along with the training. */
  live: boolean;
  /** What is in sight comes as frames: nobody has to ask for it. */
  followsFrames: boolean;
  needs: Needs;
  /** Where the person is moving to: 1 later, -1 earlier. */
  direction: number;
  /** Neither the run nor the person moves. */
  resting: boolean;
}

/** Stops worth having, most wanted first; those that are here already and repeats included. */
export function* wantedStops(wanting: Wanting): Generator<number> {
  const { stops, target, newest, live, followsFrames, needs, direction, resting } = wanting;
  if (live ? needs.live || (needs.past && !followsFrames) : needs.past) yield target;
  if (needs.last) yield newest;
  if (!needs.past) return;
  const at = stops.indexOf(target);
  if (!live) {
    for (let k = 1; k <= NEIGHBOURS; k++) {
      for (const by of [k * direction, -k * direction]) {
        const neighbour = stops[at + by];
        if (neighbour !== undefined) yield neighbour;
      }
    }
  }
  if (resting) yield* missingStops(stops);
}
