/**
 * What happens in the lab's worker: one engine, trained in slices of time so that orders are heard between them, and
 * everything that is asked of it. Knows neither the page nor that it is in a worker: a test gives it plain functions.
 */
import {
  ConfigError,
  createEngine,
  DEFAULT_TEMPERATURE,
  type Engine,
  type EngineKind,
  NonFiniteError,
  type Reading,
  restoreEngine,
  type StepResult,
  type WrittenToken,
} from 'microgpt';
import { Grader } from './grading';
import { Jobs, type Work } from './jobs';
import { measuring } from './measuring';
import type {
  Failure,
  FromWorker,
  NameSheet,
  Opened,
  Pace,
  Phase,
  QuestionName,
  Questions,
  ToWorker,
} from './protocol';
import { type SheetOptions, writeSheet } from './sheets';
import { Meter, Pacer } from './speed';
import { Teller } from './teller';

/** Of training or of other work between two looks at what was ordered. */
const SLICE_MS = 10;
/** Between two steps at the pace `steps`. */
const STEP_MS = 1000;
/** Between two sheets of names while it trains. */
const NAMES_MS = 700;
const NAMES = 10;

export interface RoomParts {
  tell(message: FromWorker): void;
  /** ms of a clock that never goes back. */
  now(): number;
  /** Calls once what has arrived meanwhile was heard. */
  soon(turn: () => void): void;
  /** Calls after so many ms; returns what takes the call back. */
  after(turn: () => void, ms: number): () => void;
}

type Answers = {
  [K in QuestionName]: (given: Questions[K][0]) => Questions[K][1] | Promise<Questions[K][1]>;
};

export class LabRoom {
  readonly #parts: RoomParts;
  #engine: Engine | null = null;
  #run = 0;
  #documents: readonly string[] = [];
  #grader = new Grader([]);
  #phase: Phase = 'fresh';
  #pace: Pace = 'full';
  #temperature = DEFAULT_TEMPERATURE;
  #last: StepResult | null = null;
  /** See News. */
  #ahead: Reading | null = null;
  #failure: Failure | null = null;
  #names: NameSheet | null = null;
  #writing: Generator<WrittenToken, void, undefined> | null = null;
  /** Of the model that the meters know. */
  #sizes = '';
  #meters: Record<EngineKind, Meter> = { value: new Meter(), fast: new Meter() };
  readonly #pacer = new Pacer();
  readonly #jobs = new Jobs();
  readonly #teller = new Teller();
  #sheetUnderWay: Promise<NameSheet> | null = null;
  #isDue = false;
  #takeBack: () => void = () => undefined;
  #nextStepAt = 0;
  #nextNamesAt = 0;

  constructor(parts: RoomParts) {
    this.#parts = parts;
  }

  /** Takes a message of the page. */
  receive(message: ToWorker): void {
    if ('seen' in message) {
      this.#teller.seen();
      this.#tellNews();
      return;
    }
    const { id, ask } = message;
    const answer = this.#answers[ask] as (given: unknown) => unknown;
    // Inside a promise, so that what is thrown at once is a refusal like any other.
    new Promise((resolve) => resolve(answer(message.with))).then(
      (given) => this.#parts.tell({ id, answer: given ?? null }),
      (error: Error) => {
        const field = error instanceof ConfigError ? error.field : null;
        this.#parts.tell({ id, refusal: { message: error.message, field } });
      },
    );
  }

  readonly #answers: Answers = {
    open: ({ documents, settings, kind }) => {
      const engine = createEngine(documents, settings, kind);
      this.#abandon('Another model was made meanwhile.');
      this.#run += 1;
      // Whatever is told from here on is of this run, and none of it may be of the one before.
      this.#phase = 'fresh';
      this.#documents = documents;
      this.#grader = new Grader(documents);
      this.#keepSpeeds(engine);
      this.#take(engine);
      this.#last = null;
      this.#failure = null;
      this.#names = null;
      this.#teller.begin();
      this.#lookAhead();
      this.#become('fresh');
      return this.#opened();
    },
    engine: ({ kind }) => {
      const engine = this.#sound();
      if (engine.kind !== kind) {
        this.#abandon('The other engine took over meanwhile.');
        this.#take(restoreEngine(this.#documents, engine.state(), kind));
        if (this.#last === null) this.#lookAhead();
        this.#proceed();
      }
      return this.#opened();
    },
    train: () => {
      const engine = this.#sound();
      if (this.#phase === 'running') return this.#phase;
      if (this.#isAtEnd()) engine.extend(engine.settings.steps);
      this.#pacer.start(this.#parts.now());
      this.#nextStepAt = 0;
      this.#nextNamesAt = this.#parts.now() + NAMES_MS;
      this.#become('running');
      return this.#phase;
    },
    pause: () => {
      if (this.#phase === 'running') this.#become('paused');
      return this.#phase;
    },
    stop: () => {
      if (this.#phase === 'running' || this.#phase === 'paused') this.#become('stopped');
      return this.#phase;
    },
    step: () => {
      this.#extendByOne(this.#sound());
      this.#trainOne();
      if (this.#phase !== 'broken') this.#become(this.#isAtEnd() ? 'finished' : 'paused');
      return this.#phase;
    },
    pace: ({ pace }) => {
      this.#pace = pace;
      this.#nextStepAt = 0;
      this.#pacer.start(this.#parts.now());
      this.#proceed();
      return null;
    },
    want: (wants) => {
      this.#teller.want(wants);
      this.#tellNews();
      return null;
    },
    temperature: ({ temperature }) => {
      this.#temperature = temperature;
      return null;
    },
    measure: async ({ kind }) => {
      const { settings } = this.#open();
      const meter = this.#meters[kind];
      const { now } = this.#parts;
      const make = () => createEngine(this.#documents, settings, kind);
      if (!meter.isKnown) await this.#work(measuring(make, meter, now));
      this.#teller.note();
      this.#tellNews();
      return this.#speeds();
    },
    generate: async (options) => {
      const sheet = await this.#sheet(options);
      this.#names = sheet;
      return sheet;
    },
    write: (options) => {
      this.#writing = this.#sound().write(options);
      const { value } = this.#writing.next();
      if (!value) throw new Error('The model wrote nothing at all.');
      return value;
    },
    next: () => {
      if (!this.#writing) throw new Error('No text is being written.');
      return this.#writing.next().value ?? null;
    },
    record: () => {
      const engine = this.#sound();
      this.#extendByOne(engine);
      const recording = this.#guarded(() => engine.record());
      if (!recording) throw new Error(this.#failure?.message);
      this.#last = recording.result;
      this.#ahead = null;
      if (this.#isAtEnd()) this.#become('finished');
      else if (this.#phase !== 'running') this.#become('paused');
      else this.#teller.note();
      this.#tellNews();
      this.#writeNames();
      return recording;
    },
    inspect: ({ node }) => this.#open().inspect(node),
    parameters: () => this.#open().parameters(),
    load: ({ parameters }) => {
      this.#open().load(parameters);
      this.#teller.pictureAgain();
      this.#tellNews();
      // What stands there was written and read by other weights.
      this.#sheetUnderWay = null;
      this.#last = null;
      this.#lookAhead();
      this.#writeNames();
      return null;
    },
  };

  #open(): Engine {
    if (!this.#engine) throw new Error('No model is open yet.');
    return this.#engine;
  }

  /** The engine, unless a number in it is no number any more. */
  #sound(): Engine {
    if (this.#failure) throw new Error(this.#failure.message);
    return this.#open();
  }

  #opened(): Opened {
    const { kind, settings, chars, documentCount, parameterCount } = this.#open();
    return { run: this.#run, kind, settings, chars, documentCount, parameterCount };
  }

  #take(engine: Engine): void {
    this.#engine = engine;
    this.#writing = null;
    this.#teller.pictureAgain();
  }

  /** One more step is asked for, so one more is planned. */
  #extendByOne(engine: Engine): void {
    if (this.#isAtEnd()) engine.extend(1);
  }

  /** What is known of an engine's speed holds for every model of the same sizes. */
  #keepSpeeds(engine: Engine): void {
    const { nEmbd, nHead, nLayer, blockSize } = engine.settings;
    const sizes = [nEmbd, nHead, nLayer, blockSize, engine.chars.length].join(' ');
    if (sizes !== this.#sizes) this.#meters = { value: new Meter(), fast: new Meter() };
    this.#sizes = sizes;
  }

  /** Reads the next document once, so that untrained or brought weights show what they are worth. */
  #lookAhead(): void {
    this.#ahead = null;
    const engine = this.#open();
    // In one piece: a document is read in no time beside a step.
    // biome-ignore lint/correctness/useYield: as above
    const work = function* (this: LabRoom): Work {
      if (engine !== this.#engine || this.#last !== null || this.#failure) return;
      const reading = engine.look();
      // Weights that are no numbers say so when they are trained.
      if (!Number.isFinite(reading.loss)) return;
      this.#ahead = reading;
      this.#teller.pictureAgain();
    };
    this.#work(work.call(this)).catch(() => undefined);
  }

  #isAtEnd(): boolean {
    const { stepsDone, stepsPlanned } = this.#open();
    return stepsDone >= stepsPlanned;
  }

  #become(phase: Phase): void {
    this.#phase = phase;
    this.#teller.note();
    if (phase !== 'running') this.#pacer.start(this.#parts.now());
    if (phase !== 'running' && phase !== 'broken') this.#writeNames();
    this.#proceed();
  }

  // ── work in slices ────────────────────────────────────────────────────────────────────────────────

  #proceed(): void {
    this.#takeBack();
    this.#tellNews();
    if (this.#isDue) return;
    const trains = this.#phase === 'running';
    if (!this.#jobs.isEmpty || (trains && this.#pace === 'full')) {
      this.#isDue = true;
      this.#parts.soon(this.#turn);
    } else if (trains && this.#pace === 'steps') {
      const wait = Math.max(0, this.#nextStepAt - this.#parts.now());
      this.#takeBack = this.#parts.after(this.#turn, wait);
    }
  }

  readonly #turn = (): void => {
    this.#isDue = false;
    const until = this.#parts.now() + SLICE_MS;
    this.#jobs.workOn(() => this.#parts.now() < until);
    const now = this.#parts.now();
    if (this.#phase === 'running') {
      if (this.#pace === 'full') this.#trainSlice();
      else if (this.#pace === 'steps' && now >= this.#nextStepAt) {
        this.#nextStepAt = now + STEP_MS;
        this.#trainOne();
        this.#endIfPlanned();
      }
      if (this.#phase === 'running' && now >= this.#nextNamesAt) this.#writeNames();
    }
    this.#proceed();
  };

  #trainSlice(): void {
    const until = this.#parts.now() + SLICE_MS;
    do this.#trainOne();
    while (this.#phase === 'running' && !this.#isAtEnd() && this.#parts.now() < until);
    this.#endIfPlanned();
  }

  #endIfPlanned(): void {
    if (this.#phase === 'running' && this.#isAtEnd()) this.#become('finished');
  }

  #trainOne(): void {
    const engine = this.#open();
    const begin = this.#parts.now();
    const result = this.#guarded(() => engine.step());
    if (!result) return;
    const end = this.#parts.now();
    this.#last = result;
    this.#ahead = null;
    this.#meters[engine.kind].add(result.losses.length, end - begin);
    this.#pacer.add(1, end);
    this.#teller.note();
  }

  /** Whatever ends the engine ends the run, with its reason; then null. */
  #guarded<T>(train: () => T): T | null {
    try {
      return train();
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      const known = error instanceof NonFiniteError;
      const step = known ? error.step : this.#open().stepsDone + 1;
      const message = known
        ? error.message
        : `Step ${step} could not be trained: ${error.message}.`;
      this.#failure = { step, document: known ? error.document : null, message };
      this.#become('broken');
      return null;
    }
  }

  // ── jobs ──────────────────────────────────────────────────────────────────────────────────────────

  #work(work: Work): Promise<void> {
    const done = this.#jobs.add(work);
    this.#proceed();
    return done;
  }

  #abandon(why: string): void {
    this.#jobs.giveUp(why);
    this.#sheetUnderWay = null;
  }

  async #sheet(options: SheetOptions): Promise<NameSheet> {
    const { sheet, work } = writeSheet(this.#sound(), this.#grader, options);
    await this.#work(work);
    return sheet;
  }

  /** From the same chance every time: a name changes because the model has learned. */
  #writeNames(): void {
    if (this.#sheetUnderWay || this.#failure || !this.#engine) return;
    const { seed } = this.#engine.settings;
    const sheet = this.#sheet({ temperature: this.#temperature, count: NAMES, seed });
    this.#sheetUnderWay = sheet;
    const isMine = () => this.#sheetUnderWay === sheet;
    sheet.then(
      (done) => {
        if (!isMine()) return;
        this.#sheetUnderWay = null;
        this.#nextNamesAt = this.#parts.now() + NAMES_MS;
        this.#names = done;
        this.#teller.note();
        this.#tellNews();
        // What was learned while they were written.
        if (this.#phase !== 'running' && this.#open().stepsDone > done.step) this.#writeNames();
      },
      () => {
        // The engine they were for is gone, or can write no more; its failure is told where it was met.
        if (isMine()) this.#sheetUnderWay = null;
      },
    );
  }

  #speeds() {
    return { value: this.#meters.value.rate, fast: this.#meters.fast.rate };
  }

  #tellNews(): void {
    if (!this.#engine) return;
    const names = this.#names;
    // At the other paces nobody would come by again to tell what waits.
    const isBusy = this.#phase === 'running' && this.#pace === 'full';
    const news = this.#teller.news(this.#engine, isBusy, this.#parts.now(), () => ({
      run: this.#run,
      phase: this.#phase,
      stepsPerSecond: this.#pacer.rate,
      speeds: this.#speeds(),
      last: this.#last,
      ahead: this.#ahead,
      failure: this.#failure,
      names,
    }));
    if (!news) return;
    this.#names = null;
    this.#parts.tell({ news });
  }
}
