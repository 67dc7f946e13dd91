/** What the timeline is given and what it reports. Steps are finished iterations, from 0. */
import type { ReactNode } from 'react';
import type { LossSource } from '../LossChart/types';

/** Something a head learned, or a reference line that was passed. */
export interface TimelineEvent {
  id: string;
  step: number;
  /** "L0·H0 finds the previous character". */
  text: string;
  /** Where there is no room for the words of all: the higher gets them. From `LARGE_RANK` on the mark is large. */
  rank: number;
  /** Listed, not marked. */
  quiet?: boolean;
}

export const LARGE_RANK = 2;

export const RATES = [4, 8, 12, 20, 30] as const;
export type Rate = (typeof RATES)[number];

export interface TimelineProps {
  /** The step that every view shows; the newest while live. */
  step: number;
  /** Where the thumb stands while it plays between two stops; left out or null: at the step. */
  place?: number | null;
  /** The views follow the newest step. */
  isLive: boolean;
  /** Training goes on: the end moves, and the Live pin stays on offer. */
  running: boolean;
  /** The scale's right end: the iterations of the whole run. */
  maxStep: number;
  /** How far the run got; nothing after it can be chosen. */
  newestStep: number;
  /** Kept steps, ascending: buttons and keys go from one to the next. Keep the same array while nothing in it changes. */
  stops: readonly number[];
  /** Steps that get a dot, ascending, those still to come too (hollow). */
  checkpoints: readonly number[];
  /** The ghost behind; null: none. */
  loss: LossSource | null;
  events: readonly TimelineEvent[];
  playing: boolean;
  /** Stops a second. */
  rate: Rate;
  /** A whole step, by pointer (at most once a frame; `held`: the thumb is not let go yet), or a stop, by key, button or typed number. */
  onStep: (step: number, held: boolean) => void;
  /** The Live pin, the way past the last stop, or the thumb let go at the newest step. */
  onLive: () => void;
  onPlay: (playing: boolean) => void;
  onRate: (rate: Rate) => void;
  /** The thumb is held, and let go. */
  onScrub?: (held: boolean) => void;
  /** Nothing can be scrubbed yet, or the past is gone. */
  disabled?: boolean;
  /** `narrow`: track above, buttons below, no events; decided by the width when left out (under 560 px). */
  layout?: 'wide' | 'narrow';
  /** Stands at the end of the narrow row of buttons ("L0 H0"). */
  extra?: ReactNode;
  /** Stands behind its More button beside the exact step, in the narrow layout. */
  more?: ReactNode;
}
