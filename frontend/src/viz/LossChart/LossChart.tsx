/**
 * The loss of a run as a picture: line, rings, reference lines, hover. Data come from an external store and are painted
 * by `Painter` without rendering React; what is rendered here are words, and only when they change.
 */
import {
  type ReactNode,
  useCallback,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import { linearScale } from '../scale';
import { useSize } from '../useSize';
import './LossChart.css';
import { Axes } from './Axes';
import { Callouts, COMPACT_FONT, textWidth } from './Callouts';
import { CheckpointTable } from './CheckpointTable';
import { describeChart, describeCheckpoint } from './describe';
import { lossDomain } from './domain';
import type { Polyline } from './downsample';
import { RING_PX } from './draw';
import { HoverTip } from './HoverTip';
import { boxesAlong, boxOf, gapBetween, placeBeside, placeLineLabels } from './labels';
import { type Domain, Painter, type PainterSettings } from './painter';
import { LABEL_HEIGHT, ReferenceLabels } from './ReferenceLabels';
import { blindLoss, buildSeries, unseenLine } from './series';
import type { Annotation, Box, LossSource, Margin, Reference, Size } from './types';
import { useCheckpointHover } from './useCheckpointHover';

export interface LossChartProps {
  source: LossSource;
  /** Keep the same array while nothing in it changes. */
  references: readonly Reference[];
  maxStep: number;
  /** A run is going on: the head breathes and every frame is drawn. */
  live: boolean;
  /** Step that is looked at, here or elsewhere; null: the newest. */
  hoveredStep: number | null;
  onHoverStep: (step: number | null) => void;
  annotations?: readonly Annotation[];
  /** Said beside the starting point before there is any data. */
  idleText?: ReactNode;
  /** Words on the area under blind guessing; empty for none. */
  learnedLabel?: string;
  /** Short labels and small margins; decided by the width when it is not given. */
  compact?: boolean;
  /**
   * Where the lines are named: among the curves, in a margin of their own, in short, or over the picture in a row, each
   * with a piece of its line: where the curve is noise, no place in it is free.
   */
  labels?: 'inside' | 'beside' | 'above';
  /** The checkpoint that knew unseen text best: a full ring, and its name. */
  best?: number | null;
  /** Where an idle run begins: its own loss, measured; null: nothing is known yet. Not given: at blind guessing. */
  start?: number | null;
  /** A line that unseen text was once below stays passed, whatever came later. */
  keepsPassed?: boolean;
  /** The axis holds every mini-batch and not the smooth line alone: few of them make a picture, and none is cut off. */
  whole?: boolean;
}

const NARROW_PX = 440;
/** From here the sentences and the hints of an idle chart fit beside each other. */
const ROOMY: Size = { width: 600, height: 360 };
/** Until the page is laid out, and where nothing ever is. */
const UNMEASURED: Size = { width: 640, height: 400 };
const WIDE: Margin = { left: 40, right: 16, top: 24, bottom: 28 };
const NARROW: Margin = { left: 28, right: 8, top: 18, bottom: 28 };
/** Of the words on an idle chart, px: four lines, or the first sentence alone. */
const IDLE_HEIGHT = { roomy: 96, brief: 20 };
const NO_ANNOTATIONS: readonly Annotation[] = [];

/** Where the words on the learned area stand, once there is room for them. */
const learnedBox = (right: number, top: number): Box => ({
  x: right - 124,
  y: top + 4,
  width: 124,
  height: 28,
});

export function LossChart({
  source,
  references,
  maxStep,
  live,
  hoveredStep,
  onHoverStep,
  annotations = NO_ANNOTATIONS,
  idleText,
  learnedLabel = 'learned so far',
  compact: wantCompact,
  labels = 'inside',
  best = null,
  keepsPassed = false,
  whole = false,
  start,
}: LossChartProps) {
  const plot = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const painter = useRef<Painter | null>(null);
  const id = useId();
  const size = useSize(plot, UNMEASURED);
  const [domain, setDomain] = useState<Domain>(() =>
    lossDomain(
      references.map(({ value }) => value),
      Number.NaN,
      Number.NaN,
      blindLoss(references),
    ),
  );
  const [passed, setPassed] = useState<ReadonlySet<string>>(new Set());
  const checkpoints = useSyncExternalStore(
    source.subscribe,
    useCallback(() => source.getSnapshot().checkpoints, [source]),
  );
  const begun = useSyncExternalStore(
    source.subscribe,
    useCallback(() => source.getSnapshot().length > 0, [source]),
  );

  const compact = wantCompact ?? size.width < NARROW_PX;
  const beside = labels === 'beside';
  const above = labels === 'above';
  /** Of each label, as wide as it will ever be. */
  const widths = useMemo(() => {
    const font = compact ? COMPACT_FONT : undefined;
    const brief = compact || beside;
    return new Map(
      references.map(({ key, label, shortLabel }) => {
        const words = `✓ ${brief ? shortLabel : label} 0.00`;
        return [key, textWidth(words, font) + 16];
      }),
    );
  }, [references, compact, beside]);
  const margin = useMemo<Margin>(() => {
    const usual = compact ? NARROW : WIDE;
    if (above) return { ...usual, top: LABEL_HEIGHT + 4 };
    return beside ? { ...usual, right: Math.ceil(Math.max(0, ...widths.values())) } : usual;
  }, [compact, above, beside, widths]);
  const idle = !begun && checkpoints.length === 0;
  const roomy = size.width >= ROOMY.width && size.height >= ROOMY.height;

  const settings = useMemo<PainterSettings>(
    () => ({
      ...{ size, margin, maxStep, references, hoveredStep, live, compact, learnedLabel, best },
      ...{ keepsPassed, whole, start },
    }),
    [
      size,
      margin,
      maxStep,
      references,
      hoveredStep,
      live,
      compact,
      learnedLabel,
      best,
      keepsPassed,
      whole,
      start,
    ],
  );
  const newest = useRef(settings);
  useLayoutEffect(() => {
    newest.current = settings;
    painter.current?.update(settings);
  }, [settings]);

  useLayoutEffect(() => {
    if (!canvas.current) return;
    const made = new Painter(canvas.current, source, newest.current, {
      onDomain: setDomain,
      onPassed: setPassed,
    });
    painter.current = made;
    return () => {
      made.dispose();
      painter.current = null;
    };
  }, [source]);

  const x = useMemo(
    () => linearScale([0, maxStep], [margin.left, size.width - margin.right]),
    [maxStep, margin, size.width],
  );
  const y = useMemo(
    () => linearScale(domain, [size.height - margin.bottom, margin.top]),
    [domain, margin, size.height],
  );

  /** The drawn lines and rings, as of the newest checkpoint: no word may cover them. */
  const inked = useMemo<Box[]>(() => {
    const { bold } = buildSeries({ ...source.getSnapshot(), checkpoints }, maxStep, size.width / 4);
    const unseen = unseenLine(checkpoints, maxStep, () => 1);
    const inPlot = ({ steps, losses }: Polyline) =>
      steps.flatMap((step, i) => {
        const loss = losses[i] ?? Number.NaN;
        return Number.isFinite(loss) ? [{ x: x(step), y: y(loss) }] : [];
      });
    const rings = inPlot(unseen).flatMap((point) => boxesAlong([point], 1, RING_PX));
    return [...boxesAlong(inPlot(bold), 8, 4), ...boxesAlong(inPlot(unseen), 8, 2), ...rings];
  }, [source, checkpoints, maxStep, size.width, x, y]);

  const { placed, taken } = useMemo(() => {
    const width = (key: string) => widths.get(key) ?? 0;
    const room = {
      left: margin.left,
      right: size.width - margin.right,
      top: 0,
      bottom: size.height - margin.bottom,
      ink: inked,
    };
    const lines = references.map(({ key, value }) => ({ key, y: y(value), width: width(key) }));
    const placed = beside
      ? placeBeside(lines, LABEL_HEIGHT, room)
      : placeLineLabels(lines, LABEL_HEIGHT, room);
    const taken = placed.map((place) => boxOf(place, width(place.key), LABEL_HEIGHT, room));
    return { placed, taken };
  }, [references, y, size, margin, beside, widths, inked]);

  const { byKey, pointer, keys } = useCheckpointHover({
    plot,
    checkpoints,
    stepAt: x.invert,
    hoveredStep,
    onHoverStep,
  });
  const looked = checkpoints.find(({ step }) => step === hoveredStep) ?? null;
  const beginning = blindLoss(references) ?? domain[1];

  const idleTop = gapBetween(
    references.map(({ value }) => y(value)),
    roomy ? IDLE_HEIGHT.roomy : IDLE_HEIGHT.brief,
    LABEL_HEIGHT,
    size.height - margin.bottom,
  );

  return (
    <div ref={plot} className="loss-chart" data-compact={compact} {...pointer}>
      <div
        role="img"
        aria-label="Loss curve"
        aria-describedby={`${id}-text`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys walk from checkpoint to checkpoint
        tabIndex={0}
        className="loss-plot"
        {...keys}
      >
        <canvas ref={canvas} style={{ width: size.width, height: size.height }} />
        <Axes {...{ size, margin, x, y, domain, maxStep, compact }} />
      </div>
      <ReferenceLabels
        {...{ references, passed, compact }}
        placed={above ? 'above' : placed}
        explain={idle && roomy}
        margin={margin}
      />
      {annotations.length > 0 && !compact && (
        <Callouts
          {...{ annotations, x, y, size }}
          taken={[...taken, ...inked, learnedBox(x(maxStep / 2), y(beginning))]}
          area={{
            x: margin.left,
            y: margin.top,
            width: size.width - margin.left - margin.right,
            height: size.height - margin.top - margin.bottom,
          }}
        />
      )}
      {idle && idleText && (
        <div
          className="loss-idle"
          data-roomy={roomy}
          style={{
            left: x(0) + 24,
            ...(y(beginning) < size.height / 2
              ? { top: idleTop }
              : { bottom: size.height - y(beginning) + 22 }),
          }}
        >
          {idleText}
        </div>
      )}
      {looked && (
        <HoverTip
          checkpoint={looked}
          x={x(looked.step)}
          y={margin.top + (size.height - margin.top) * 0.17}
          width={size.width}
          height={size.height}
          compact={compact}
        />
      )}
      <p id={`${id}-text`} className="sr-only">
        {describeChart(checkpoints, references, passed, maxStep, best)}
      </p>
      <p className="sr-only" aria-live="polite">
        {byKey && looked ? describeCheckpoint(looked) : ''}
      </p>
      <CheckpointTable checkpoints={checkpoints} />
    </div>
  );
}
