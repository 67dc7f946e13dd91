/**
 * What the page and the worker of the lab say to each other. Types alone. The page asks and each question gets one
 * answer; besides, the worker tells news while something changes, and waits until they were seen before it tells more.
 */
import type {
  Activations,
  EngineKind,
  Inspection,
  NamedMatrix,
  Reading,
  Recording,
  Settings,
  StepResult,
  WrittenToken,
} from 'microgpt';

/**
 * How fast training goes on by itself: never (the page asks for each recorded step when its lines have been walked),
 * one step a second, or as fast as this machine can.
 */
export type Pace = 'lines' | 'steps' | 'full';

export type Phase =
  /** Random weights, nothing trained yet. */
  | 'fresh'
  | 'running'
  | 'paused'
  /** Ended by the person; may be trained on. */
  | 'stopped'
  /** All planned steps are done; training on extends the plan. */
  | 'finished'
  /** A number was not finite: nothing more can be trained. */
  | 'broken';

/** How good a made-up name is: in the list, made of letter triples that occur there, or neither. */
export type Grade = 'real' | 'plausible' | 'noise';

export interface GradedName {
  text: string;
  grade: Grade;
}

export interface Opened {
  /** Counts the models that were opened: news carry it too. */
  run: number;
  kind: EngineKind;
  settings: Settings;
  chars: readonly string[];
  documentCount: number;
  parameterCount: number;
}

/** Names written at one step, by the weights of that step. */
export interface NameSheet {
  step: number;
  temperature: number;
  names: readonly GradedName[];
}

/** Of the last step, in the parts that were asked for with `want`. */
export interface Pictures {
  step: number;
  activations: Activations | null;
  gradients: NamedMatrix[] | null;
  embeddings: NamedMatrix | null;
}

export interface Wants {
  activations: boolean;
  gradients: boolean;
  embeddings: boolean;
}

/** Speed of an engine on this machine: tokens a second, time inside the engine alone; null until it was measured. */
export type Speeds = Readonly<Record<EngineKind, number | null>>;

export interface Failure {
  step: number;
  /** What was being read; null while it wrote. */
  document: string | null;
  message: string;
}

export interface News {
  run: number;
  phase: Phase;
  stepsDone: number;
  stepsPlanned: number;
  /** Steps a second over the last while; 0 at rest. */
  stepsPerSecond: number;
  speeds: Speeds;
  /** Losses of the steps after `from`, in order. */
  from: number;
  losses: Float64Array;
  last: StepResult | null;
  /** The next document, read before anything was learned from these weights; null once something was. */
  ahead: Reading | null;
  failure: Failure | null;
  /** Only when newer than what was told before. */
  names: NameSheet | null;
  pictures: Pictures | null;
}

/** Every question: what it brings, and what its answer is. */
export interface Questions {
  open: [{ documents: readonly string[]; settings: Partial<Settings>; kind: EngineKind }, Opened];
  /** The other engine goes on from the same weights. */
  engine: [{ kind: EngineKind }, Opened];
  /** Orders are answered with what has become of the run. */
  train: [null, Phase];
  pause: [null, Phase];
  stop: [null, Phase];
  /** One step, then rest; at the planned end the plan grows by that step. */
  step: [null, Phase];
  pace: [{ pace: Pace }, null];
  want: [Wants, null];
  /** Writes ten names now and then while it trains, at this temperature. */
  temperature: [{ temperature: number }, null];
  /** Trains an engine of its own for a moment, to know how fast it is here. */
  measure: [{ kind: EngineKind }, Speeds];
  generate: [{ temperature: number; count: number; seed: number }, NameSheet];
  /** Begins a text letter by letter; the first letter. */
  write: [{ temperature: number; seed: number }, WrittenToken];
  /** The next letter, by the weights of the moment; null after the end. */
  next: [null, WrittenToken | null];
  record: [null, Recording];
  inspect: [{ node: number }, Inspection];
  parameters: [null, NamedMatrix[]];
  load: [{ parameters: readonly NamedMatrix[] }, null];
}

export type QuestionName = keyof Questions;

export type ToWorker =
  | { [K in QuestionName]: { id: number; ask: K; with: Questions[K][0] } }[QuestionName]
  | { seen: true };

/** What an answer that could not be given says; `field` names a setting that was refused. */
export interface Refusal {
  message: string;
  field: string | null;
}

export type FromWorker =
  | { id: number; answer: unknown }
  | { id: number; refusal: Refusal }
  | { news: News };
