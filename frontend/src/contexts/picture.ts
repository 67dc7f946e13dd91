/** Which picture belongs to a place among the stops: a kept moment, something between two, or the nearest there is. */
import type { AttentionDisplay } from './display';
import type { Moment } from './moments';
import { floorIndex } from './stops';

export interface Showing {
  /** Ascending. */
  stops: readonly number[];
  /** Where a hand or the clock is between two stops; null: at a stop. */
  place: number | null;
  /** Of the stop in sight; until that is here, of the stop nearest to it. */
  nearest: Moment | null;
  kept: (step: number) => Moment | null;
}

/** False when there is nothing to show. */
export function showStop(display: AttentionDisplay, showing: Showing): boolean {
  if (showBetween(display, showing)) return true;
  if (showing.nearest !== null) display.show(showing.nearest);
  return showing.nearest !== null;
}

function showBetween(display: AttentionDisplay, { stops, place, kept }: Showing): boolean {
  if (place === null) return false;
  const at = floorIndex(stops, place);
  const [before, after] = [stops[at], stops[at + 1]];
  if (before === undefined || after === undefined || place === before) return false;
  const [from, to] = [kept(before), kept(after)];
  if (!from || !to || from.weights.length !== to.weights.length) return false;
  display.blend(from, to, (place - before) / (after - before));
  return true;
}

/** Of the moments that are here the one nearest to a step. */
export const nearestMoment = (moments: readonly Moment[], step: number): Moment | null =>
  moments.reduce<Moment | null>(
    (best, moment) =>
      best !== null && Math.abs(best.step - step) <= Math.abs(moment.step - step) ? best : moment,
    null,
  );
