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
  restoreEngine,
  type StepResult,
  type WrittenToken,
} from 'microgpt';
import { Grader } from './grading';
import { measuring } from './measuring';
import type {
  Failure,
  FromWorker,
  NameSheet,
  Opened,
  Pace,
  Phase,
  Pictures,
  QuestionName,
  Questions,
  ToWorker,
  Wants,
} from './protocol';
import { Meter, Pacer } from './speed';

/** Of training or of other work between two looks at what was ordered. */
const SLICE_MS = 10;
/** Between two steps at the pace `steps`. */
const STEP_MS = 1000;
/** Between two sheets of names while it trains. */
const NAMES_MS = 700;
const NAMES = 10;
/** News more often than this would be news that nobody sees. */
const NEWS_MS = 15;
/** Pictures cost more to make and to send than figures. */
const PICTURES_MS = 40;

export interface RoomParts {
  tell(message: FromWorker): void;
  /** ms of a clock that never goes back. */
  now(): number;
  /** Calls once what has arrived meanwhile was heard. */
  soon(turn: () => void): void;
  /** Calls after so many ms; returns what takes the call back. */
  after(turn: () => void, ms: number): () => void;
}

/** Work that rests at every yield. */
type Job = { work: Generator<void, void, undefined>; give: (error: Error) => void };
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
  #wants: Wants = { activations: false, gradients: false, embeddings: false };
  #last: StepResult | null = null;
  #failure: Failure | null = null;
  #names: NameSheet | null = null;
  #writing: Generator<WrittenToken, void, undefined> | null = null;
  #jobs: Job[] = [];
  #meters: Record<EngineKind, Meter> = { value: new Meter(), fast: new Meter() };
  readonly #pacer = new Pacer();
  #sheetUnderWay: Promise<NameSheet> | null = null;
  #isDue = false;
  #takeBack: () => void = () => undefined;
  #nextStepAt = 0;
  #nextNamesAt = 0;
  #isSeen = true;
  #isNew = false;
  #toldAt = Number.NEGATIVE_INFINITY;
  #toldLosses = 0;
  #toldPictures = { step: -1, at: Number.NEGATIVE_INFINITY };

  constructor(parts: RoomParts) {
    this.#parts = parts;
  }

  /** Takes a message of the page. */
  receive(message: ToWorker): void {
    if ('seen' in message) {
      this.#isSeen = true;
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
      this.#documents = documents;
      this.#grader = new Grader(documents);
      this.#meters = { value: new Meter(), fast: new Meter() };
      this.#take(engine);
      this.#last = null;
      this.#failure = null;
      this.#names = null;
      this.#toldLosses = 0;
      this.#become('fresh');
      return this.#opened();
    },
    engine: ({ kind }) => {
      const engine = this.#sound();
      if (engine.kind !== kind) {
        this.#abandon('The other engine took over meanwhile.');
        this.#take(restoreEngine(this.#documents, engine.state(), kind));
        this.#proceed();
      }
      return this.#opened();
    },
    train: () => {
      const engine = this.#sound();
      if (this.#phase === 'running') return null;
      if (engine.stepsDone >= engine.stepsPlanned) engine.extend(engine.settings.steps);
      this.#pacer.start(this.#parts.now());
      this.#nextStepAt = 0;
      this.#nextNamesAt = this.#parts.now() + NAMES_MS;
      this.#become('running');
      return null;
    },
    pause: () => {
      if (this.#phase === 'running') this.#become('paused');
      return null;
    },
    stop: () => {
      if (this.#phase === 'running' || this.#phase === 'paused') this.#become('stopped');
      return null;
    },
    step: () => {
      this.#sound();
      this.#trainOne();
      if (this.#phase !== 'broken') this.#become(this.#isAtEnd() ? 'finished' : 'paused');
      return null;
    },
    pace: ({ pace }) => {
      this.#pace = pace;
      this.#nextStepAt = 0;
      this.#pacer.start(this.#parts.now());
      this.#proceed();
      return null;
    },
    want: (wants) => {
      this.#wants = wants;
      this.#toldPictures = { step: -1, at: Number.NEGATIVE_INFINITY };
      this.#news();
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
      await this.#work(measuring(() => createEngine(this.#documents, settings, kind), meter, now));
      this.#news();
      return this.#speeds();
    },
    generate: async ({ temperature, count, seed }) => {
      const sheet = await this.#sheet(temperature, count, seed);
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
      const recording = this.#guarded(() => engine.record());
      if (!recording) throw new Error(this.#failure?.message);
      this.#last = recording.result;
      if (this.#isAtEnd()) this.#become('finished');
      else this.#news();
      this.#tellNews();
      this.#writeNames();
      return recording;
    },
    inspect: ({ node }) => this.#open().inspect(node),
    parameters: () => this.#open().parameters(),
    load: ({ parameters }) => {
      this.#open().load(parameters);
      this.#news();
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
    this.#toldPictures = { step: -1, at: Number.NEGATIVE_INFINITY };
    this.#news();
  }

  #isAtEnd(): boolean {
    const { stepsDone, stepsPlanned } = this.#open();
    return stepsDone >= stepsPlanned;
  }

  #become(phase: Phase): void {
    this.#phase = phase;
    this.#news();
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
    if (this.#jobs.length > 0 || (trains && this.#pace === 'full')) {
      this.#isDue = true;
      this.#parts.soon(this.#turn);
    } else if (trains && this.#pace === 'steps') {
      const wait = Math.max(0, this.#nextStepAt - this.#parts.now());
      this.#takeBack = this.#parts.after(this.#turn, wait);
    }
  }

  readonly #turn = (): void => {
    this.#isDue = false;
    this.#workOn();
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
    this.#meters[engine.kind].add(result.losses.length, end - begin);
    this.#pacer.add(1, end);
    this.#news();
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

  #work(work: Generator<void, void, undefined>): Promise<void> {
    return new Promise((resolve, give) => {
      const until = function* () {
        yield* work;
        resolve();
      };
      this.#jobs.push({ work: until(), give });
      this.#proceed();
    });
  }

  #workOn(): void {
    const until = this.#parts.now() + SLICE_MS;
    while (this.#jobs[0] && this.#parts.now() < until) {
      const job = this.#jobs[0];
      try {
        if (job.work.next().done) this.#jobs.shift();
      } catch (error) {
        this.#jobs.shift();
        job.give(error as Error);
      }
    }
  }

  #abandon(why: string): void {
    const left = this.#jobs;
    this.#jobs = [];
    this.#sheetUnderWay = null;
    for (const { give } of left) give(new Error(why));
  }

  async #sheet(temperature: number, count: number, seed: number): Promise<NameSheet> {
    const engine = this.#sound();
    const grader = this.#grader;
    const step = engine.stepsDone;
    const names: NameSheet['names'][number][] = [];
    await this.#work(
      (function* () {
        for (let i = 0; i < count; i++) {
          const one = { temperature, count: 1, seed: (seed + i) >>> 0 };
          for (const { text } of engine.generate(one))
            names.push({ text, grade: grader.grade(text) });
          yield;
        }
      })(),
    );
    return { step, temperature, names };
  }

  /** From the same chance every time: a name changes because the model has learned. */
  #writeNames(): void {
    if (this.#sheetUnderWay || this.#failure || !this.#engine) return;
    const sheet = this.#sheet(this.#temperature, NAMES, this.#engine.settings.seed);
    this.#sheetUnderWay = sheet;
    const isMine = () => this.#sheetUnderWay === sheet;
    sheet.then(
      (done) => {
        if (!isMine()) return;
        this.#sheetUnderWay = null;
        this.#nextNamesAt = this.#parts.now() + NAMES_MS;
        this.#names = done;
        this.#news();
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

  // ── news ──────────────────────────────────────────────────────────────────────────────────────────

  #news(): void {
    this.#isNew = true;
  }

  #speeds() {
    return { value: this.#meters.value.rate, fast: this.#meters.fast.rate };
  }

  #tellNews(): void {
    const engine = this.#engine;
    const now = this.#parts.now();
    if (!engine || !this.#isNew || !this.#isSeen) return;
    if (this.#phase === 'running' && now - this.#toldAt < NEWS_MS) return;
    this.#isNew = false;
    this.#isSeen = false;
    this.#toldAt = now;
    const from = this.#toldLosses;
    const all = engine.losses();
    this.#toldLosses = all.length;
    const names = this.#names;
    this.#names = null;
    this.#parts.tell({
      news: {
        run: this.#run,
        phase: this.#phase,
        stepsDone: engine.stepsDone,
        stepsPlanned: engine.stepsPlanned,
        stepsPerSecond: this.#pacer.rate,
        speeds: this.#speeds(),
        from,
        losses: all.slice(from),
        last: this.#last,
        failure: this.#failure,
        names,
        pictures: this.#pictures(engine, now),
      },
    });
  }

  #pictures(engine: Engine, now: number): Pictures | null {
    const { activations, gradients, embeddings } = this.#wants;
    if (!activations && !gradients && !embeddings) return null;
    const step = engine.stepsDone;
    const told = this.#toldPictures;
    if (told.step === step) return null;
    if (this.#phase === 'running' && now - told.at < PICTURES_MS) return null;
    this.#toldPictures = { step, at: now };
    return {
      step,
      activations: activations ? engine.activations() : null,
      gradients: gradients ? engine.gradients() : null,
      embeddings: embeddings ? engine.embeddings() : null,
    };
  }
}
