/**
 * The chart's clock. Takes data from the source and settings from React, and paints at most once per animation frame:
 * continuously while the run is live, otherwise only while something still moves. Tells React only
 * what its words depend on: the axis range and which references are passed.
 */
import { AXIS_MS, approach, breath, easeOut, POINT_MS, prefersStill } from '../motion';
import { linearScale } from '../scale';
import { BEST_ROOM } from './bestName';
import { lossDomain } from './domain';
import { drawFrame, RING_SLACK } from './draw';
import { blindLoss, buildSeries, lowestUntil, type Series, unseenAt } from './series';
import type { LossSource, Margin, Reference, Size } from './types';

export type Domain = readonly [number, number];

export interface PainterSettings {
  size: Size;
  margin: Margin;
  maxStep: number;
  references: readonly Reference[];
  hoveredStep: number | null;
  live: boolean;
  compact: boolean;
  learnedLabel: string;
  /** Step of the checkpoint that stands out; null: none does. */
  best: number | null;
  keepsPassed: boolean;
  /** The axis holds every mini-batch and not the smooth line alone. */
  whole: boolean;
  /** See LossChart. */
  start: number | null | undefined;
}

export interface PainterEvents {
  onDomain: (domain: Domain) => void;
  onPassed: (keys: ReadonlySet<string>) => void;
}

/** The line's end covers the way to the newest step by e every this many ms. */
const FOLLOW_MS = 110;
/** Near enough to the newest step to stop, in px. */
const ARRIVED_PX = 0.05;

export class Painter {
  private settings: PainterSettings;
  private series: Series;
  private dirty = false;
  private request = 0;
  private before = 0;
  private shownStep: number;
  private domain: Domain;
  private domainMove: { from: Domain; to: Domain; since: number } | null = null;
  private landed = new Map<number, number>();
  private passed: ReadonlySet<string> = new Set();
  private readonly unsubscribe: () => void;

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly source: LossSource,
    settings: PainterSettings,
    private readonly events: PainterEvents,
  ) {
    this.settings = settings;
    this.series = this.build();
    // What is already there when the chart opens is history: it neither grows nor lands.
    this.shownStep = this.series.newest;
    this.domain = this.targetDomain();
    this.events.onDomain(this.domain);
    this.judgePassed();
    this.unsubscribe = source.subscribe(() => {
      this.dirty = true;
      this.invalidate();
    });
    this.fitCanvas();
    this.invalidate();
  }

  /** New settings from React. Rebuilds only what depends on them. */
  update(settings: PainterSettings): void {
    const was = this.settings;
    this.settings = settings;
    const resized =
      was.size.width !== settings.size.width || was.size.height !== settings.size.height;
    if (resized) this.fitCanvas();
    this.dirty ||=
      resized ||
      was.maxStep !== settings.maxStep ||
      was.references !== settings.references ||
      was.start !== settings.start ||
      was.best !== settings.best;
    this.invalidate();
  }

  dispose(): void {
    this.unsubscribe();
    cancelAnimationFrame(this.request);
  }

  private invalidate(): void {
    if (this.request === 0) this.request = requestAnimationFrame(this.frame);
  }

  private build(): Series {
    const { maxStep, size, margin } = this.settings;
    return buildSeries(this.source.getSnapshot(), maxStep, size.width - margin.left - margin.right);
  }

  /** The lowest and the highest loss that the axis must hold. */
  private reach(): [number, number] {
    const { start, whole } = this.settings;
    const { series } = this;
    if (start != null && series.bold.steps.length === 0) return [start, start];
    return whole ? [series.lowestRaw, series.highestRaw] : [series.lowest, series.highest];
  }

  private targetDomain(): Domain {
    const { references, best, size, margin } = this.settings;
    const values = references.map(({ value }) => value);
    const [lowest, highest] = this.reach();
    const blind = blindLoss(references);
    const usual = lossDomain(values, lowest, highest, blind);
    if (best === null) return usual;
    // The best ring is the lowest of them, and its name stands below it.
    const height = Math.max(1, size.height - margin.top - margin.bottom);
    const room = ((usual[1] - usual[0]) * BEST_ROOM) / height;
    const [low, high] = lossDomain(values, lowest - room, highest, blind);
    // No loss is below zero, but the name of one near it is.
    return [lowest < room ? -room : low, high];
  }

  private fitCanvas(): void {
    const ratio = Math.min(window.devicePixelRatio || 1, 3);
    const { width, height } = this.settings.size;
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
    this.canvas.getContext('2d')?.setTransform(ratio, 0, 0, ratio, 0, 0);
  }

  private takeData(now: number): void {
    const was = this.series;
    this.series = this.build();
    this.dirty = false;
    if (this.series.newest < was.newest) {
      // Trained again, or another run: its line starts from its own beginning.
      this.landed.clear();
      this.shownStep = Math.min(this.shownStep, this.series.newest);
    }
    if (this.series.checkpoints !== was.checkpoints && !prefersStill()) {
      const known = new Set(was.checkpoints.map(({ step }) => step));
      const arrived = this.series.checkpoints.filter(({ step }) => !known.has(step));
      // A whole history at once is a reload, not news.
      if (arrived.length <= 2) for (const { step } of arrived) this.landed.set(step, now);
    }
    const to = this.targetDomain();
    const goal = this.domainMove?.to ?? this.domain;
    if (to[0] !== goal[0] || to[1] !== goal[1]) {
      this.domainMove = { from: this.domain, to, since: now };
    }
  }

  private moveDomain(now: number): void {
    if (!this.domainMove) return;
    const { from, to, since } = this.domainMove;
    const t = prefersStill() ? 1 : easeOut((now - since) / AXIS_MS);
    this.domain = t >= 1 ? to : [from[0] + (to[0] - from[0]) * t, from[1] + (to[1] - from[1]) * t];
    if (t >= 1) this.domainMove = null;
    this.events.onDomain(this.domain);
  }

  private judgePassed(): void {
    // The lines are losses of unseen text, so only unseen text can pass them, and fall behind them again.
    const measured = this.settings.keepsPassed ? lowestUntil : unseenAt;
    const unseen = measured(this.series.checkpoints, this.shownStep + RING_SLACK);
    const keys = this.settings.references
      .filter(({ passedLabel, value }) => passedLabel !== null && unseen !== null && unseen < value)
      .map(({ key }) => key);
    if (keys.length === this.passed.size && keys.every((key) => this.passed.has(key))) return;
    this.passed = new Set(keys);
    this.events.onPassed(this.passed);
  }

  private readonly frame = (now: number): void => {
    this.request = 0;
    const dt = this.before === 0 ? 16 : now - this.before;
    this.before = now;
    if (this.dirty) this.takeData(now);
    this.moveDomain(now);

    const { size, margin, maxStep, live, references } = this.settings;
    const still = prefersStill();
    const x = linearScale([0, maxStep], [margin.left, size.width - margin.right]);
    const y = linearScale(this.domain, [size.height - margin.bottom, margin.top]);
    const { newest } = this.series;
    this.shownStep = still ? newest : approach(this.shownStep, newest, dt, FOLLOW_MS);
    if (Math.abs(x(newest) - x(this.shownStep)) < ARRIVED_PX) this.shownStep = newest;
    this.judgePassed();

    const landings = new Map<number, number>();
    for (const [step, since] of this.landed) {
      const t = (now - since) / POINT_MS;
      if (t >= 1) this.landed.delete(step);
      else landings.set(step, t);
    }

    const context = this.canvas.getContext('2d');
    if (context && size.width > 0) {
      drawFrame(context, {
        size,
        margin,
        x,
        y,
        maxStep,
        series: this.series,
        shownStep: this.shownStep,
        references,
        passed: this.passed,
        landings,
        breath: live && !still ? breath(now) : 0,
        hoveredStep: this.settings.hoveredStep,
        compact: this.settings.compact,
        idle: this.series.bold.steps.length === 0 && this.series.checkpoints.length === 0,
        learnedLabel: this.settings.learnedLabel,
        best: this.settings.best,
        start: this.settings.start,
      });
    }
    const moving = this.shownStep !== newest || this.domainMove !== null || this.landed.size > 0;
    if (moving || (live && !still)) this.invalidate();
    else this.before = 0;
  };
}
