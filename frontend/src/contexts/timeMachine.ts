/**
 * The time machine of one run: which step is looked at, what is kept of every step, and the attention in
 * sight: live frames, a kept moment, or something between two of them. Fed by the drain and by answers;
 * must not know what draws it nor how a question travels.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ApiError } from '@/api/errors';
import type { AttentionFrame, HeadsMeasured, Inspection, SessionState } from '@/api/generated';
import { prefersStill } from '@/viz/motion';
import type { Rate } from '@/viz/Timeline/types';
import { type AttentionBlock, AttentionDisplay } from './display';
import { headEvents } from './headEvents';
import {
  blankState,
  type MachineState,
  type Needs,
  NOTHING_NEEDED,
  type ShownStep,
} from './machineState';
import { type Moment, MomentCache, packWeights, toMoment } from './moments';
import { createPlayback } from './playback';
import { createQuestions } from './questions';
import { floorIndex, withStop } from './stops';
import { wantedStops } from './wanted';

/** Memory of one machine for moments; about 600 stops of the default model. */
export const CACHE_BYTES = 48 * 2 ** 20;

export interface MachineParts {
  ask: (text: string, step: number) => Promise<Inspection>;
  /** A frame is in sight: the server may send another. */
  onDrawn: (step: number) => void;
  limitBytes?: number;
}

interface Question {
  text: string;
  step: number;
}

/** While the person moves, everything that lies further away waits this long, in ms. */
const REST_MS = 250;
/** Response times that are remembered. */
const MEASURED = 64;

export class TimeMachine {
  readonly store: StoreApi<MachineState> = createStore<MachineState>(blankState);
  readonly display = new AttentionDisplay();
  /** Frames that came and were shown, for whoever measures. */
  framesShown = 0;
  /** How long the newest steps took from being chosen to being shown, in ms, oldest first. */
  readonly stopMs: number[] = [];

  readonly #cache: MomentCache;
  readonly #parts: MachineParts;
  readonly #questions: ReturnType<typeof createQuestions<Question>>;
  #probe = '';
  /** When the training that is known here began, as the server says it. */
  #startedAt: string | null = null;
  #needs = NOTHING_NEEDED;
  #running = false;
  #frame: (AttentionBlock & { step: number }) | null = null;
  /** Counts trainings: an answer about an earlier one is of no use. */
  #training = 0;
  /** Between two stops while the timeline plays; null: exactly at the step. */
  #place: number | null = null;
  #direction = 1;
  #chosenAt: number | null = null;
  #moving: ReturnType<typeof setTimeout> | undefined;

  constructor(parts: MachineParts) {
    this.#parts = parts;
    this.#cache = new MomentCache(parts.limitBytes ?? CACHE_BYTES);
    this.#questions = createQuestions<Question>({
      next: (failed) => this.#nextQuestion(failed),
      keyOf: ({ text, step }) => `${step} ${text}`,
      isUrgent: ({ step }) => this.#state.step !== 'live' && step === this.#target(),
      ask: (question) => this.#ask(question),
      onFailure: (_question, { message }: ApiError) => this.#set({ problem: message }),
    });
  }

  #playback = createPlayback({
    rate: () => this.#state.rate,
    count: () => this.#state.stops.length,
    ready: (index) => this.#cached(this.#state.stops[index] ?? -1),
    onPlace: (place) => {
      const { stops } = this.#state;
      const from = stops[Math.floor(place)] ?? 0;
      const to = stops[Math.ceil(place)] ?? from;
      const whole = prefersStill() || this.#needs.whole;
      this.#place = whole ? null : from + (to - from) * (place - Math.floor(place));
      this.#set({ step: this.#place === null ? from : Math.round(this.#place) });
      this.#refresh();
    },
    onEnd: () => {
      this.#place = null;
      this.#set({ playing: false, ...(this.#running && { step: 'live' as const }) });
      this.#refresh();
    },
  });

  get #state(): MachineState {
    return this.store.getState();
  }
  #set(change: Partial<MachineState>): void {
    this.store.setState(change);
  }
  get #text(): string {
    return this.#state.text ?? this.#probe;
  }
  get #newest(): number | null {
    return this.#state.stops.at(-1) ?? null;
  }
  #cached(step: number): boolean {
    return this.#cache.has(this.#text, step);
  }

  // ---- what the server says ----

  /** The whole story at once; what was heard since it was written stays. */
  restore(state: SessionState): void {
    if (!this.#isSameTraining(state)) this.begin();
    this.#probe = state.probe_text;
    this.#startedAt = state.started_at ?? null;
    const told = state.head_history;
    const last = told.at(-1)?.step ?? -1;
    const history = [...told, ...this.#state.history.filter(({ step }) => step > last)];
    const stops = [...new Set([...state.snapshot_steps, ...history.map(({ step }) => step)])];
    this.#set({ stops: stops.toSorted((a, b) => a - b), history, events: headEvents(history) });
    this.#set({ serverBytes: state.snapshot_bytes });
    const { attention } = state;
    if (attention && (this.#frame === null || attention.step >= this.#frame.step)) {
      const { step, n_layer, n_head, tokens, heads } = attention;
      const size = tokens.length;
      const weights = packWeights(heads, n_head, size);
      this.#frame = { step, nLayer: n_layer, nHead: n_head, size, tokens, weights };
    }
    this.#questions.forgive();
    this.#refresh();
  }

  /** Whether a story goes on from what is known here, or tells of another training. */
  #isSameTraining({ probe_text, started_at, current_iter, snapshot_steps }: SessionState): boolean {
    // News may overtake the first story.
    if (this.#probe === '') return true;
    if (this.#probe !== probe_text) return false;
    if (this.#startedAt !== null && started_at) return this.#startedAt === started_at;
    const newest = this.#newest;
    return newest === null || (current_iter >= newest && snapshot_steps.includes(newest));
  }

  /**
   * A training begins: what an earlier one left is gone, and the view is live. `probe` is the session's own
   * text, where it is known already: who started the run here may never be told the whole story.
   */
  begin(probe?: string): void {
    this.#probe = probe ?? this.#probe;
    this.#startedAt = null;
    this.#training += 1;
    this.#playback.stop();
    this.#cache.clear();
    this.#frame = null;
    this.#place = null;
    this.#questions.forgive();
    this.display.show(null);
    const { rate, text } = this.#state;
    this.#set({ ...blankState(), rate, text });
  }

  /** Every head was measured at a step whose weights are kept: one more stop. */
  measured(told: Pick<HeadsMeasured, 'step' | 'heads' | 'snapshot_bytes'>): void {
    const { step, heads, snapshot_bytes: serverBytes } = told;
    const { stops, history } = this.#state;
    const next = [...history.filter((other) => other.step < step), { step, heads }];
    const events = headEvents(next);
    this.#set({ stops: withStop(stops, step), history: next, events, serverBytes });
    this.#refresh();
  }

  /** The newest attention of all heads; shown at once while the view is live. */
  frame(frame: AttentionFrame): void {
    const { step, n_layer, n_head, size, tokens } = frame;
    const weights = new Uint8Array(frame.weights);
    const shared = this.#frame?.tokens;
    this.#frame = {
      ...{ step, nLayer: n_layer, nHead: n_head, size, weights },
      tokens: shared && shared.join() === tokens.join() ? shared : tokens,
    };
    if (this.#state.step === 'live' && this.#state.text === null) this.#refresh();
    this.framesShown += 1;
    this.#parts.onDrawn(step);
  }

  /** Whether the run goes on; once it rests, everything is fetched in the background. */
  setRunning(running: boolean): void {
    if (this.#running === running) return;
    this.#running = running;
    this.#questions.forgive();
    this.#refresh();
  }

  // ---- what the person does ----

  /** Looks at a step, whole or live. */
  look(step: ShownStep): void {
    this.#playback.stop();
    this.#place = null;
    const was = this.#state.step;
    if (step !== 'live') this.#direction = was === 'live' || step < was ? -1 : 1;
    this.#chosenAt = step === 'live' ? null : performance.now();
    clearTimeout(this.#moving);
    this.#moving = setTimeout(() => {
      this.#moving = undefined;
      this.#questions.kick();
    }, REST_MS);
    this.#set({ step, playing: false });
    this.#questions.forgive();
    this.#refresh();
  }

  play(playing: boolean): void {
    this.#playback.stop();
    this.#direction = 1;
    const { stops, step } = this.#state;
    const at = step === 'live' ? stops.length - 1 : floorIndex(stops, step);
    this.#set({ playing: playing && stops.length > 1 });
    if (!this.#state.playing) {
      this.#place = null;
      this.#refresh();
      return;
    }
    this.#playback.start(at >= stops.length - 1 ? 0 : Math.max(0, at));
  }

  setRate(rate: Rate): void {
    this.#set({ rate });
  }

  /** Reads another text; null: the session's own again. */
  read(text: string | null): void {
    if (text === this.#state.text) return;
    this.#set({ text, moment: null, last: null, problem: null });
    this.#questions.forgive();
    this.#refresh();
  }

  /** What the views in sight want. */
  need(needs: Needs): void {
    this.#needs = needs;
    this.#refresh();
  }

  /** Moments of the text that is read, ascending, as far as they are here. */
  moments(): Moment[] {
    const found = this.#state.stops.map((step) => this.#cache.peek(this.#text, step));
    return found.filter((moment) => moment !== null);
  }

  /** Questions that failed may be asked again: the connection is back. */
  retry(): void {
    this.#questions.forgive();
    this.#refresh();
  }

  close(): void {
    this.#playback.stop();
    clearTimeout(this.#moving);
    this.#questions.close();
  }

  // ---- what is in sight ----

  /** The stop whose moment the step in sight shows; null before the first stop. */
  #target(): number | null {
    const { step, stops } = this.#state;
    if (step === 'live') return this.#newest;
    return stops[Math.max(0, floorIndex(stops, this.#place ?? step))] ?? null;
  }

  #followsFrames(): boolean {
    const { step, text } = this.#state;
    if (step !== 'live' || text !== null) return false;
    const newest = this.#newest ?? -1;
    return this.#frame !== null && (this.#running || this.#frame.step > newest);
  }

  #refresh(): void {
    const target = this.#target();
    const live = this.#followsFrames();
    const moment = target === null ? null : this.#cache.get(this.#text, target);
    const nearest = moment ?? (live || target === null ? null : this.#nearest(target));
    if (live) this.display.show(this.#frame);
    else if (moment !== null) this.#showNear(moment);
    else this.#showWaiting(nearest);
    this.#publish(target, { moment, nearest, live });
    this.#questions.kick();
  }

  /** A kept moment, or something between it and the next when the step lies between. */
  #showNear(moment: Moment): void {
    const { step, stops } = this.#state;
    const exact = this.#place ?? (step === 'live' ? moment.step : step);
    const next = stops[stops.indexOf(moment.step) + 1];
    const to = next === undefined ? null : this.#cache.get(this.#text, next);
    const share = next === undefined ? 0 : (exact - moment.step) / (next - moment.step);
    if (to === null || share <= 0 || to.weights.length !== moment.weights.length) {
      this.display.show(moment);
    } else this.display.blend(moment, to, Math.min(1, share));
  }

  /** The kept moment that lies nearest to a stop. */
  #nearest(target: number): Moment | null {
    let nearest: Moment | null = null;
    for (const moment of this.moments()) {
      const away = Math.abs(moment.step - target);
      if (nearest === null || away < Math.abs(nearest.step - target)) nearest = moment;
    }
    return nearest;
  }

  /** Until the answer is here: the kept moment that lies nearest, or what was in sight before. */
  #showWaiting(nearest: Moment | null): void {
    if (nearest !== null) this.display.show(nearest);
    else if (this.display.shape === null && this.#state.text === null) {
      this.display.show(this.#frame);
    }
  }

  #publish(
    target: number | null,
    { moment, nearest, live }: { moment: Moment | null; nearest: Moment | null; live: boolean },
  ): void {
    const newest = this.#newest;
    const change: Partial<MachineState> = {
      // While it is on its way: the one that the pictures show too.
      moment: nearest ?? this.#state.moment,
      last: (newest === null ? null : this.#cache.peek(this.#text, newest)) ?? this.#state.last,
      waiting: !live && moment === null && target !== null && this.#needs.past,
      shape: this.display.shape,
    };
    const { bytes, size } = this.#cache;
    if (bytes !== this.#state.cached.bytes) change.cached = { stops: size, bytes };
    const now = this.#state;
    if (moment !== null && this.#chosenAt !== null) this.#timeStop(this.#chosenAt);
    const differs = (Object.keys(change) as (keyof MachineState)[]).some(
      (key) => change[key] !== now[key],
    );
    if (differs) this.#set(change);
  }

  /** Notes how long a stop took, once the frame that shows it is drawn: pictures asked for their frame before this does. */
  #timeStop(chosenAt: number): void {
    this.#chosenAt = null;
    requestAnimationFrame(() => {
      if (this.stopMs.length === MEASURED) this.stopMs.shift();
      this.stopMs.push(performance.now() - chosenAt);
    });
  }

  // ---- what is asked ----

  #nextQuestion(failed: ReadonlySet<string>): Question | null {
    const text = this.#text;
    if (text === '') return null;
    const seen = new Set<number>();
    for (const step of this.#wanted()) {
      seen.add(step);
      // What is fetched ahead must not push out what is in sight.
      if (seen.size > this.#cache.room) return null;
      if (!this.#cache.has(text, step) && !failed.has(`${step} ${text}`)) return { text, step };
    }
    return null;
  }

  #wanted(): Iterable<number> {
    const { stops, step } = this.#state;
    const [target, newest] = [this.#target(), this.#newest];
    if (target === null || newest === null) return [];
    return wantedStops({
      ...{ stops, target, newest, live: step === 'live', needs: this.#needs },
      followsFrames: this.#followsFrames(),
      direction: this.#direction,
      resting: !this.#running && this.#moving === undefined,
    });
  }

  async #ask({ text, step }: Question): Promise<void> {
    const training = this.#training;
    const answer = await this.#parts.ask(text, step);
    if (training !== this.#training) return;
    const moment = toMoment(answer);
    this.#cache.put(text, moment);
    if (moment.step !== step) {
      // The server keeps this step no more.
      const { stops } = this.#state;
      const left = stops.filter((stop) => stop !== step);
      this.#set({ stops: withStop(left, moment.step) });
    }
    this.#set({ problem: null });
    this.#refresh();
  }
}
