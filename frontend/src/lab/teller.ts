/**
 * Decides when the page is told and what of it is new: never before the last news were seen, not more often than a
 * screen shows, and each loss once. Knows nothing of training.
 */
import type { Engine } from 'microgpt';
import type { News, Pictures, Wants } from './protocol';

/** News more often than this would be news that nobody sees. */
const NEWS_MS = 15;
/** Pictures cost more to make and to send than figures. */
const PICTURES_MS = 40;
const NEVER = Number.NEGATIVE_INFINITY;

export type Facts = Omit<News, 'from' | 'losses' | 'stepsDone' | 'stepsPlanned' | 'pictures'>;

export class Teller {
  #wants: Wants = { activations: false, gradients: false, embeddings: false };
  #isSeen = true;
  #isNew = false;
  #toldAt = NEVER;
  #toldLosses = 0;
  #pictured = { step: -1, at: NEVER };

  /** Something changed that is worth telling. */
  note(): void {
    this.#isNew = true;
  }

  seen(): void {
    this.#isSeen = true;
  }

  /** Another run: its losses are told from the first. */
  begin(): void {
    this.#toldLosses = 0;
    this.pictureAgain();
  }

  want(wants: Wants): void {
    this.#wants = wants;
    this.pictureAgain();
  }

  /** What the last pictures showed is no longer what there is. */
  pictureAgain(): void {
    this.#pictured = { step: -1, at: NEVER };
    this.note();
  }

  /** `busy`: more news will come soon, so that these may wait. null: nothing to tell yet. */
  news(engine: Engine, busy: boolean, now: number, facts: () => Facts): News | null {
    if (!this.#isNew || !this.#isSeen || (busy && now - this.#toldAt < NEWS_MS)) return null;
    this.#isNew = false;
    this.#isSeen = false;
    this.#toldAt = now;
    const { stepsDone, stepsPlanned } = engine;
    const from = this.#toldLosses;
    const losses = stepsDone === from ? new Float64Array() : engine.losses().slice(from);
    this.#toldLosses = stepsDone;
    const pictures = this.#pictures(engine, busy, now);
    return { ...facts(), from, losses, stepsDone, stepsPlanned, pictures };
  }

  #pictures(engine: Engine, busy: boolean, now: number): Pictures | null {
    const { activations, gradients, embeddings } = this.#wants;
    const step = engine.stepsDone;
    if (!activations && !gradients && !embeddings) return null;
    if (this.#pictured.step === step || (busy && now - this.#pictured.at < PICTURES_MS))
      return null;
    this.#pictured = { step, at: now };
    return {
      step,
      activations: activations ? engine.activations() : null,
      gradients: gradients ? engine.gradients() : null,
      embeddings: embeddings ? engine.embeddings() : null,
    };
  }
}
