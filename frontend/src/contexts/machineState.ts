/** What a time machine tells of itself, and what views may want of it. Types and their beginnings alone. */
import type { MeasuredHeads } from '@/api/generated';
import type { Rate, TimelineEvent } from '@/viz/Timeline/types';
import type { Shape } from './display';
import type { Moment } from './moments';

export type ShownStep = number | 'live';

export interface MachineState {
  /** The one step that every view of every tab shows: a kept stop, or live. */
  step: ShownStep;
  /** Where the hand that holds the thumb is, or the clock that plays, between two stops: pictures ease there. Else null. */
  place: number | null;
  /** Steps whose weights the server keeps, ascending. */
  stops: readonly number[];
  /** What every head did at each measured stop, ascending. */
  history: readonly MeasuredHeads[];
  /** The same without flickers: what cards and timeline tell. */
  settled: readonly MeasuredHeads[];
  events: readonly TimelineEvent[];
  playing: boolean;
  rate: Rate;
  /** The person's own text; null: the session's probe text. */
  text: string | null;
  /**
   * Of the last kept stop not after the step in sight; the newest while live; until that is here, of the stop nearest to it. Of the text
   * that is read.
   */
  moment: Moment | null;
  /** Of the newest stop. */
  last: Moment | null;
  /** The moment of the step in sight is still on its way. */
  waiting: boolean;
  /** Why the newest question was not answered. */
  problem: string | null;
  shape: Shape | null;
  /** What this page keeps of the run. */
  cached: { stops: number; bytes: number };
  /** What the server keeps of the run's weights, in bytes, when it last said so. */
  serverBytes: number;
}

/** What a view wants to be fetched. */
export interface Needs {
  /** Attention at past stops. */
  past: boolean;
  /** The moment of the step in sight too, while it is live. */
  live: boolean;
  /** The newest stop's, to compare with. */
  last: boolean;
  /** Nothing can be shown between two stops: a timeline that plays goes from one to the next. */
  whole: boolean;
}
export const NOTHING_NEEDED: Needs = { past: false, live: false, last: false, whole: false };

const DEFAULT_RATE: Rate = 12;

export const blankState = (): MachineState => ({
  ...{ step: 'live', place: null, stops: [], history: [], settled: [], events: [] },
  ...{ playing: false, rate: DEFAULT_RATE },
  ...{ text: null, moment: null, last: null, waiting: false, problem: null, shape: null },
  cached: { stops: 0, bytes: 0 },
  serverBytes: 0,
});
