/** The small line under the step counter, short and in full. Pure. */
import type { SessionStatus } from '@/api/generated';
import type { Speed, Status, Summary } from '@/contexts/sessions';

/** Iterations a second at 1x. */
export const BASE_RATE = 20;
/** Below this share of the asked rate we say what the machine really makes. */
const KEEPS_UP = 0.85;

export interface PaceInput {
  status: SessionStatus | null;
  speed: Speed;
  maxIters: number;
  ratePerSecond: number;
  summary: Summary | null;
  /** What the preset needed when it was measured, and for how many iterations. */
  expected: { seconds: number; maxIters: number } | null;
  /** Seconds an iteration took on this machine, with this preset at full speed; null: not yet known. */
  measured: number | null;
}

export interface Pace {
  short: string;
  /** The same for a tooltip and a screen reader, when it needs more words. */
  full?: string;
}

const seconds = (value: number) =>
  String(value < 10 ? Number(value.toFixed(1)) : Math.round(value));
const brief = (value: number) =>
  value < 120 ? `${seconds(value)} s` : `${Math.round(value / 60)} min`;
const duration = (value: number) =>
  value < 120 ? `${seconds(value)} seconds` : `${Math.round(value / 60)} minutes`;

/** How long a run of `maxIters` will take; null when nobody has measured. */
export function expectedSeconds({ speed, maxIters, expected, measured }: PaceInput): number | null {
  // A machine that is known to be slower than asked does not keep the pace.
  if (speed > 0) return maxIters * Math.max(1 / (BASE_RATE * speed), measured ?? 0);
  if (measured !== null) return measured * maxIters;
  if (expected === null || expected.maxIters === 0) return null;
  return (expected.seconds * maxIters) / expected.maxIters;
}

function running({ speed, ratePerSecond }: PaceInput): Pace {
  if (ratePerSecond <= 0) return { short: 'starting' };
  const asked = BASE_RATE * speed;
  if (speed > 0 && ratePerSecond < KEEPS_UP * asked) {
    const made = ratePerSecond < 10 ? ratePerSecond.toFixed(1) : String(Math.round(ratePerSecond));
    return {
      short: `${made} of ${asked} a second`,
      full: `Asked for ${asked} steps a second, this machine makes ${made}`,
    };
  }
  return { short: `${ratePerSecond.toFixed(ratePerSecond < 100 ? 1 : 0)} steps a second` };
}

function waiting({ queue_position, estimated_start_s }: SessionStatus): Pace {
  const place = queue_position ?? 1;
  const start = estimated_start_s ? `, about ${Math.ceil(estimated_start_s)} s` : '';
  return {
    short: `number ${place} in line`,
    full: `Waiting for a free place, position ${place}${start}`,
  };
}

export function paceOf(input: PaceInput): Pace {
  const { status, summary } = input;
  const state: Status = status?.status ?? 'idle';
  switch (state) {
    case 'idle': {
      const expected = expectedSeconds(input);
      if (expected === null) return { short: '' };
      const full = `about ${duration(expected)}`;
      const isElsewhere = input.speed === 0 && input.measured === null;
      if (!isElsewhere) return { short: full };
      return { short: `about ${brief(expected)} on a laptop`, full: `${full} on a laptop` };
    }
    case 'queued':
      return status ? waiting(status) : { short: '' };
    case 'running':
      return running(input);
    case 'paused':
      return { short: 'paused' };
    case 'stopped':
      return { short: 'stopped' };
    case 'error':
      return { short: 'ended early' };
    case 'completed':
      if (status?.diverged) return { short: 'diverged' };
      return { short: summary?.seconds ? `in ${summary.seconds.toFixed(1)} seconds` : 'done' };
  }
}
