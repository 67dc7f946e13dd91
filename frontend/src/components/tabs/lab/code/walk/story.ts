/** A recorded step as something to tell: its letters, its sizes, and its values by name. Pure; computes nothing anew. */
import type { PointName, RecordedPoint, Recording } from 'microgpt';

/** How the mark before and after a document is called. */
export const START = 'start';
export const END = 'end';

export class Story {
  readonly recording: Recording;
  /** Letters that were read. */
  readonly length: number;
  readonly heads: number;
  readonly layers: number;
  readonly width: number;
  readonly #chars: readonly string[];

  constructor(recording: Recording, chars: readonly string[]) {
    this.recording = recording;
    this.#chars = chars;
    this.length = recording.result.losses.length;
    const most = (what: 'head' | 'layer') =>
      recording.points.reduce((most, point) => Math.max(most, (point[what] ?? -1) + 1), 0);
    this.heads = most('head');
    this.layers = most('layer');
    this.width = this.find('norm', { position: 0 })?.values.length ?? 0;
  }

  /** The first point of that name at that place. */
  find(
    name: PointName,
    place: Partial<Pick<RecordedPoint, 'position' | 'layer' | 'head'>> = {},
  ): RecordedPoint | undefined {
    const { position, layer, head } = place;
    return this.recording.points.find(
      (point) =>
        point.point === name &&
        (position === undefined || point.position === position) &&
        (layer === undefined || point.layer === layer) &&
        (head === undefined || point.head === head),
    );
  }

  /** A token as the model guesses it. */
  letter(token: number): string {
    return this.#chars[token] ?? END;
  }

  /** What stands at a position, before the model. */
  given(position: number): string {
    const token = this.recording.result.tokens[position] ?? this.#chars.length;
    return this.#chars[token] ?? START;
  }

  /** The token that really came after a position. */
  target(position: number): number {
    return this.recording.result.tokens[position + 1] ?? this.#chars.length;
  }

  /** The text up to and with a position; empty at the start. */
  after(position: number): string {
    const { tokens } = this.recording.result;
    return tokens
      .slice(0, position + 1)
      .map((token) => this.#chars[token] ?? '')
      .join('');
  }
}

/** The index of the largest, or of the smallest with −1; −1 of nothing. */
export function indexOfMost(values: ArrayLike<number>, sign: 1 | -1 = 1): number {
  let most = -1;
  for (let i = 0; i < values.length; i++) {
    if (most < 0 || sign * (values[i] as number) > sign * (values[most] as number)) most = i;
  }
  return most;
}

/** The largest and all that are written like it, in order. */
export function indexesOfMost(values: Float64Array, text: (value: number) => string): number[] {
  const most = text(values[indexOfMost(values)] ?? 0);
  return [...values.keys()].filter((i) => text(values[i] as number) === most);
}
