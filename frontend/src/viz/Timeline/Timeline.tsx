/**
 * One slider through the life of a run. `TimelinePainter` paints; here are the slider's role, keys, buttons and words. Controlled: shows
 * the step it is given and reports what the person wants.
 */
import {
  type KeyboardEvent,
  useCallback,
  useEffect,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import './Timeline.css';
import { SANS } from '../palette';
import { textWidth } from '../textWidth';
import { useSize } from '../useSize';
import { EventWords } from './EventWords';
import { type PlacedLabel, placeEvents } from './labels';
import { stepToX, TimelinePainter, type TimelinePicture } from './painter';
import { StepEntry } from './StepEntry';
import { keyStep, nextStop, previousStop } from './steps';
import { MoreShape, TransportButtons } from './TransportButtons';
import { LARGE_RANK, RATES, type Rate, type TimelineProps } from './types';
import { useScrub } from './useScrub';

const UNMEASURED = { width: 960, height: 88 };
const NARROW_PX = 560;
const EVENT_FONT = `400 14px ${SANS}`;
const LARGE_FONT = `600 14px ${SANS}`;

export function Timeline(props: TimelineProps) {
  const { step, isLive, running, maxStep, newestStep, stops, checkpoints, loss, events } = props;
  const { playing, rate, disabled = false, layout, extra, more } = props;
  const { onStep, onLive, onPlay, onRate, onScrub } = props;
  const root = useRef<HTMLDivElement>(null);
  const track = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const painter = useRef<TimelinePainter | null>(null);
  const whole = useSize(root, { width: 1200, height: 96 });
  const size = useSize(track, UNMEASURED);
  const fonts = useFontsReady();
  const narrow = (layout ?? (whole.width < NARROW_PX ? 'narrow' : 'wide')) === 'narrow';

  const [opened, setOpened] = useState(false);
  const moreId = useId();

  const {
    held,
    place: handPlace,
    handlers,
  } = useScrub({
    track,
    maxStep,
    newestStep,
    disabled,
    onStep,
    onHold: (now, at) => {
      if (now && playing) onPlay(false);
      onScrub?.(now);
      if (!now && at >= newestStep) onLive();
    },
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: measured anew once the fonts are there
  const placed = useMemo(() => {
    const marked = events.filter(({ quiet, rank }) => !quiet && (!narrow || rank >= LARGE_RANK));
    const sorted = marked
      .toSorted((a, b) => a.step - b.step)
      .map((event) => ({
        ...event,
        x: stepToX(event.step, maxStep, size.width),
        // A small screen has dots alone.
        width: narrow
          ? Number.POSITIVE_INFINITY
          : textWidth(event.text, event.rank >= LARGE_RANK ? LARGE_FONT : EVENT_FONT),
      }));
    const labels = placeEvents(sorted, size.width);
    return sorted.map((event, i) => ({ ...event, ...(labels[i] as PlacedLabel) }));
  }, [events, narrow, maxStep, size.width, fonts]);

  const place = handPlace ?? props.place ?? step;
  const picture = useMemo<TimelinePicture>(
    () => ({
      ...{ size, step, place, maxStep, newestStep, isLive, held, stops, checkpoints, loss },
      events: placed,
    }),
    [size, step, place, maxStep, newestStep, isLive, held, stops, checkpoints, loss, placed],
  );
  const newest = useRef(picture);
  useLayoutEffect(() => {
    newest.current = picture;
    painter.current?.update(picture);
  }, [picture]);
  useLayoutEffect(() => {
    if (!canvas.current) return;
    const made = new TimelinePainter(canvas.current, newest.current);
    painter.current = made;
    return () => {
      made.dispose();
      painter.current = null;
    };
  }, []);

  const go = (wanted: number | 'newest' | null | undefined) => {
    if (wanted === null || wanted === undefined || disabled) return;
    if (playing) onPlay(false);
    if (wanted === 'newest' || wanted === newestStep) onLive();
    else onStep(wanted, false);
  };
  const latest = useRef(go);
  useLayoutEffect(() => {
    latest.current = go;
  });
  const choose = useCallback((at: number) => latest.current(at), []);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const wanted = keyStep(event.key, stops, step);
    if (wanted === undefined) return;
    event.preventDefault();
    // The page's own shortcuts must not act on a key that was meant for the slider.
    event.stopPropagation();
    go(wanted);
  };

  const live = (
    <button
      type="button"
      className="btn btn-quiet btn-small time-live"
      aria-pressed={isLive}
      disabled={disabled}
      onClick={() => !isLive && onLive()}
    >
      {running ? 'Live' : 'Latest'}
      {running && !isLive && (
        <span className="num" aria-hidden="true">
          · {newestStep.toLocaleString('en')}
        </span>
      )}
    </button>
  );
  const pace = (
    <>
      <StepEntry {...{ step, newestStep, stops, disabled }} onStep={go} />
      <select
        className="time-rate num"
        aria-label="Frames per second"
        title="Kept steps a second while the timeline plays; slower where a head finds a trick"
        value={rate}
        onChange={(event) => onRate(Number(event.target.value) as Rate)}
      >
        {RATES.map((value) => (
          <option key={value} value={value}>
            {value} fps
          </option>
        ))}
      </select>
    </>
  );
  return (
    <div ref={root} className="timeline" data-layout={narrow ? 'narrow' : 'wide'}>
      <TransportButtons
        narrow={narrow}
        playing={playing}
        disabled={disabled || stops.length === 0}
        atStart={previousStop(stops, step) === null}
        atEnd={nextStop(stops, step) === null}
        onPrevious={() => go(previousStop(stops, step))}
        onNext={() => go(nextStop(stops, step))}
        onPlay={() => onPlay(!playing)}
      >
        {narrow && !isLive && live}
        {narrow && extra}
        {narrow && (
          <button
            type="button"
            className="btn btn-control btn-square btn-tall"
            aria-label="More of the timeline"
            aria-expanded={opened}
            aria-controls={moreId}
            disabled={disabled}
            onClick={() => setOpened(!opened)}
          >
            <MoreShape />
          </button>
        )}
      </TransportButtons>
      {narrow && opened && (
        <div id={moreId} className="time-more">
          <span aria-hidden="true">step</span>
          {pace}
          {more}
        </div>
      )}
      <div
        ref={track}
        role="slider"
        tabIndex={disabled ? -1 : 0}
        aria-label="Training step"
        aria-valuemin={0}
        aria-valuemax={newestStep}
        aria-valuenow={step}
        aria-valuetext={`step ${step} of ${maxStep}${isLive && running ? ', live' : ''}`}
        aria-disabled={disabled}
        className="time-track"
        data-held={held}
        onKeyDown={onKeyDown}
        {...handlers}
      >
        <canvas ref={canvas} style={{ width: size.width, height: size.height }} />
        <EventWords {...{ placed, maxStep, size, step }} onStep={choose} />
      </div>
      {!narrow && (
        <div className="time-side">
          {live}
          <div className="time-pace">{pace}</div>
        </div>
      )}
      <ul className="sr-only" aria-label="What happened">
        {events.map(({ id, step: at, text }) => (
          <li key={id}>
            Step {at}: {text}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Turns true when the page's fonts have arrived and words can be measured as they are drawn. */
function useFontsReady(): boolean {
  const [ready, setReady] = useState(() => document.fonts?.status !== 'loading');
  useEffect(() => {
    let here = true;
    document.fonts?.ready.then(() => here && setReady(true));
    return () => {
      here = false;
    };
  }, []);
  return ready;
}
