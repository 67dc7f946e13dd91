/** One training step of microgpt.js, written down as it runs; answers where its numbers came from. */
import type { Noted, Value } from './microgpt.js';
import { POINTS } from './points.ts';
import type {
  InsideName,
  Inspection,
  NamedMatrix,
  NodeInfo,
  NodeName,
  PointName,
  RecordedInside,
  RecordedPoint,
} from './types.ts';

const SCOPES = new Map(POINTS.map(({ point, scope }) => [point, scope]));

type Place = Pick<RecordedPoint, 'point' | 'position' | 'layer' | 'head'>;
type Entry = Place & { content: Value[] | number[] };

export class Recorder {
  readonly #entries: Entry[] = [];
  #position = -1;
  #layer = -1;
  #head = -1;
  /** Handles: the value of each, and back. */
  readonly #nodes: Value[] = [];
  readonly #handles = new Map<Value, number>();
  readonly #names = new Map<Value, NodeName>();
  /** The step zeroes gradients and moves parameters; what they were is in these two notes. */
  readonly #parameters: Map<Value, number>;
  #before: number[] = [];
  #gradients: number[] = [];

  /** `parameters` in the order of `layout`. */
  constructor(parameters: readonly Value[], layout: readonly Omit<NamedMatrix, 'data'>[]) {
    this.#parameters = new Map(parameters.map((value, i) => [value, i]));
    let i = 0;
    for (const { name, shape } of layout) {
      for (let row = 0; row < shape[0]; row++) {
        for (let column = 0; column < shape[1]; column++, i++) {
          this.#names.set(parameters[i] as Value, { parameter: name, row, column });
        }
      }
    }
  }

  /** Takes what `note` shows. Bound, so that it can be pushed to `watchers`. */
  readonly watch = (noted: Noted): void => {
    if ('embedding' in noted) {
      this.#position += 1;
      this.#layer = -1;
    }
    if ('q' in noted) {
      this.#layer += 1;
      this.#head = -1;
    }
    if ('scores' in noted) this.#head += 1;
    for (const [name, values] of Object.entries(noted)) {
      const content = (Array.isArray(values) ? values : [values]) as Value[] | number[];
      this.#entries.push({ ...this.#placeOf(name as PointName), content });
    }
  };

  #placeOf(point: PointName): Place {
    const scope = SCOPES.get(point);
    if (scope === undefined)
      throw new Error(`note() shows ${point}, which points.ts does not know.`);
    const inLayer = scope === 'layer' || scope === 'head';
    return {
      point,
      position: scope === 'step' ? null : this.#position,
      layer: inLayer ? this.#layer : null,
      head: scope === 'head' ? this.#head : null,
    };
  }

  /** Everything in order; call it once, after the step. */
  points(): RecordedPoint[] {
    return this.#entries.map(({ content, ...place }) => {
      if (isNumbers(content)) {
        if (place.point === 'before') this.#before = content;
        if (place.point === 'gradients') this.#gradients = content;
        const values = Float64Array.from(content);
        return { ...place, values, gradients: null, nodes: null, inside: null };
      }
      for (const [index, value] of content.entries()) {
        if (!this.#names.has(value)) this.#names.set(value, { ...place, index });
      }
      return { ...place, ...this.#numbersOf(content), inside: this.#insideOf(place, content) };
    });
  }

  #numbersOf(content: readonly Value[]) {
    return {
      values: Float64Array.from(content, (value) => value.data),
      gradients: Float64Array.from(content, (value) => value.grad),
      nodes: Int32Array.from(content, (value) => this.#handleOf(value)),
    };
  }

  /** What the building block computed on its way, read from what the results remember. */
  #insideOf({ point }: Place, made: readonly Value[]): RecordedInside[] | null {
    const [first] = made as [Value];
    const named = (numbers: Partial<Record<InsideName, (Value | null | undefined)[]>>) =>
      Object.entries(numbers).map(([name, values]) => {
        const known = values.filter((value) => value != null);
        if (known.length < values.length)
          throw new Error(`${point} does not remember its ${name}.`);
        return { name: name as InsideName, ...this.#numbersOf(known) };
      });
    switch (point) {
      case 'norm': // value * scale, where scale = (mean_square + 1e-5) ** -0.5
        return named({ mean_square: [first.b?.a?.a], scale: [first.b] });
      case 'q': {
        const products = this.#inputsOf(first).map(([product]) => product);
        return named({ x: products.map(({ b }) => b), products });
      }
      case 'weights': // power / total, where power = exp(score - largest)
        return named({
          largest: [first.a?.a?.b],
          powers: made.map(({ a }) => a),
          total: [first.b],
        });
      default:
        return null;
    }
  }

  #handleOf(value: Value): number {
    const known = this.#handles.get(value);
    if (known !== undefined) return known;
    this.#handles.set(value, this.#nodes.length);
    return this.#nodes.push(value) - 1;
  }

  /** @throws RangeError for a handle that was never given out. */
  inspect(node: number): Inspection {
    const value = this.#nodes[node];
    if (value === undefined) {
      throw new RangeError(
        `The recording knows the numbers 0 to ${this.#nodes.length - 1}, not ${node}.`,
      );
    }
    const inputs = this.#inputsOf(value);
    return {
      ...this.#infoOf(value),
      inputs: inputs.map(([input, slope]) => ({ ...this.#infoOf(input), slope })),
    };
  }

  #infoOf(value: Value): NodeInfo {
    const parameter = this.#parameters.get(value);
    return {
      node: this.#handleOf(value),
      value: parameter === undefined ? value.data : (this.#before[parameter] as number),
      gradient: parameter === undefined ? value.grad : (this.#gradients[parameter] as number),
      op: value.op,
      name: this.#names.get(value) ?? null,
    };
  }

  /** A sum that was added up one by one counts as a single sum. */
  #inputsOf(value: Value): [Value, number][] {
    const inputs: [Value, number][] = [];
    let rest: Value | null = value;
    const last: [Value, number][] = [];
    while (rest?.a) {
      if (rest.b) last.push([rest.b, rest.db as number]);
      const first: Value = rest.a;
      const goesOn: boolean = rest.op === '+' && first.op === '+' && !this.#names.has(first);
      if (!goesOn) inputs.push([first, rest.da as number]);
      rest = goesOn ? first : null;
    }
    return [...inputs, ...last.reverse()];
  }
}

function isNumbers(content: Value[] | number[]): content is number[] {
  return typeof content[0] === 'number';
}
