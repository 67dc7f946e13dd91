/**
 * One slider through the life of a run. `TimelinePainter` paints; here are the slider's role, keys, buttons and words. Controlled: shows
 * the step it is given and reports what the person wants.
 */
import {
  type KeyboardEvent,
  useCallback,
  useEffect,
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
import { TransportButtons } from './TransportButtons';
import { RATES, type Rate, type TimelineEvent, type TimelineProps } from './types';
import { useScrub } from './useScrub';

const UNMEASURED = { width: 960, height: 88 };
const NARROW_PX = 560;
const EVENT_FONT = `400 14px ${SANS}`;
const NO_EVENTS: readonly TimelineEvent[] = [];

export function Timeline(props: TimelineProps) {
  const { step, isLive, running, maxStep, newestStep, stops, checkpoints, loss, events } = props;
  const { playing, rate, disabled = false, layout, extra } = props;
  const { onStep, onLive, onPlay, onRate, onScrub } = props;
  const root = useRef<HTMLDivElement>(null);
  const track = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const painter = useRef<TimelinePainter | null>(null);
  const whole = useSize(root, { width: 1200, height: 96 });
  const size = useSize(track, UNMEASURED);
  const fonts = useFontsReady();
  const narrow = (layout ?? (whole.width < NARROW_PX ? 'narrow' : 'wide')) === 'narrow';

  const { held, handlers } = useScrub({
    track,
    maxStep,
    newestStep,
    disabled,
    onStep,
    onHold: (now, at) => {
      if (now && playing) onPlay(false);
      onScrub?.(now);
      if (!now && running && at >= newestStep) onLive();
    },
  });

  const shownEvents = narrow ? NO_EVENTS : events;
  // biome-ignore lint/correctness/useExhaustiveDependencies: measured anew once the fonts are there
  const placed = useMemo(() => {
    const sorted = [...shownEvents].sort((a, b) => a.step - b.step);
    const labels = placeEvents(
      sorted.map(({ id, step: at, text, rank }) => ({
        id,
        rank,
        x: stepToX(at, maxStep, size.width),
        width: textWidth(text, EVENT_FONT),
      })),
      size.width,
    );
    return sorted.map((event, i) => ({ ...event, ...(labels[i] as PlacedLabel) }));
  }, [shownEvents, maxStep, size.width, fonts]);

  const picture = useMemo<TimelinePicture>(
    () => ({
      ...{ size, step, maxStep, newestStep, isLive, held, stops, checkpoints, loss },
      events: placed,
    }),
    [size, step, maxStep, newestStep, isLive, held, stops, checkpoints, loss, placed],
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
    if (wanted === 'newest' && running) onLive();
    else onStep(wanted === 'newest' ? newestStep : wanted);
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
      </TransportButtons>
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
          <div className="time-pace">
            <StepEntry {...{ step, newestStep, disabled }} onStep={go} />
            <select
              className="time-rate num"
              aria-label="Frames per second"
              value={rate}
              onChange={(event) => onRate(Number(event.target.value) as Rate)}
            >
              {RATES.map((value) => (
                <option key={value} value={value}>
                  {value} fps
                </option>
              ))}
            </select>
          </div>
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
