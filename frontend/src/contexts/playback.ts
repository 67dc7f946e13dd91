/** The clock that walks along the stops of a timeline. Owns time alone; where it stands is told, never stored elsewhere. */
import type { TimelineEvent } from '@/viz/Timeline/types';
import { TELLING } from './headEvents';
import { floorIndex } from './stops';

/** Played at this share of the speed, so many stops to either side of an event that is telling. */
const SLOW = 1 / 3;
const SLOW_STOPS = 3;

/** Around what is worth a look the clock goes slower. */
export function paceAt(
  index: number,
  { stops, events }: { stops: readonly number[]; events: readonly TimelineEvent[] },
): number {
  const near = (step: number) => Math.abs(floorIndex(stops, step) - index) <= SLOW_STOPS;
  return events.some(({ step, rank }) => rank >= TELLING && near(step)) ? SLOW : 1;
}

export interface PlaybackParts {
  /** Stops a second. */
  rate: () => number;
  /** Places on the way: 0 to `count` - 1. */
  count: () => number;
  /** From a place to the next the clock goes at this share of the rate. */
  pace: (index: number) => number;
  /** Whether the picture of a place is there. The clock waits for it. */
  ready: (index: number) => boolean;
  /** A place between two stops, as a fraction. */
  onPlace: (place: number) => void;
  onEnd: () => void;
}

export interface Playback {
  start(from: number): void;
  stop(): void;
}

/** A frame that took longer (a hidden page) moves no further than this, in ms. */
const LONGEST_FRAME_MS = 250;

export function createPlayback(parts: PlaybackParts): Playback {
  let frame: number | null = null;
  const stop = () => {
    if (frame !== null) cancelAnimationFrame(frame);
    frame = null;
  };
  return {
    start(from) {
      stop();
      let place = from;
      let before: number | null = null;
      const tick = (now: number) => {
        const elapsed = before === null ? 0 : Math.min(now - before, LONGEST_FRAME_MS);
        before = now;
        const end = parts.count() - 1;
        const behind = Math.floor(place);
        const moved = (elapsed / 1000) * parts.rate() * parts.pace(behind);
        const wanted = Math.min(end, place + moved);
        // Not past a stop whose picture is still on its way.
        let next = behind + 1;
        while (next < wanted && parts.ready(next)) next += 1;
        place =
          next > wanted || parts.ready(next) ? wanted : next - 1 + Math.min(1, place - behind);
        parts.onPlace(place);
        if (place >= end) {
          frame = null;
          parts.onEnd();
          return;
        }
        frame = requestAnimationFrame(tick);
      };
      frame = requestAnimationFrame(tick);
    },
    stop,
  };
}
