import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Timeline } from './Timeline';
import type { TimelineProps } from './types';

const STOPS = [0, 1, 2, 4, 8, 16, 32, 64, 128, 250];

const ask = () => ({
  onStep: vi.fn<(step: number, held: boolean) => void>(),
  onLive: vi.fn<() => void>(),
  onPlay: vi.fn<(playing: boolean) => void>(),
  onRate: vi.fn<(rate: number) => void>(),
  onScrub: vi.fn<(held: boolean) => void>(),
});

function show(props: Partial<TimelineProps> = {}) {
  const asked = ask();
  render(
    <Timeline
      step={64}
      isLive={false}
      running={false}
      maxStep={500}
      newestStep={250}
      stops={STOPS}
      checkpoints={[0, 50, 100]}
      loss={null}
      events={[{ id: 'a', step: 40, text: 'L0·H0 finds the previous character', rank: 0 }]}
      playing={false}
      rate={12}
      {...asked}
      {...props}
    />,
  );
  return asked;
}

let frames: FrameRequestCallback[] = [];
const runFrame = (now: number) => {
  for (const frame of frames.splice(0)) frame(now);
};
beforeEach(() => {
  frames = [];
  vi.stubGlobal('requestAnimationFrame', (frame: FrameRequestCallback) => frames.push(frame));
  vi.stubGlobal('cancelAnimationFrame', () => {
    frames = [];
  });
});
afterEach(() => vi.unstubAllGlobals());

describe('Timeline', () => {
  it('names its controls and says where it stands', () => {
    show();
    const slider = screen.getByRole('slider', { name: 'Training step' });
    expect(slider).toHaveAttribute('aria-valuenow', '64');
    expect(slider).toHaveAttribute('aria-valuetext', 'step 64 of 500');
    for (const name of ['Previous step', 'Play timeline', 'Next step', 'Latest']) {
      expect(screen.getByRole('button', { name })).toBeInTheDocument();
    }
    expect(screen.getByRole('combobox', { name: 'Frames per second' })).toHaveValue('12');
    expect(screen.getByText('Step 40: L0·H0 finds the previous character')).toBeInTheDocument();
  });

  it('moves from stop to stop by keys, buttons and a typed number', () => {
    const { onStep, onLive } = show();
    const slider = screen.getByRole('slider');
    fireEvent.keyDown(slider, { key: 'ArrowLeft' });
    fireEvent.keyDown(slider, { key: 'Home' });
    fireEvent.keyDown(slider, { key: 'End' });
    fireEvent.click(screen.getByRole('button', { name: 'Next step' }));
    const entry = screen.getByRole('textbox', { name: 'Go to step' });
    fireEvent.change(entry, { target: { value: '100' } });
    fireEvent.keyDown(entry, { key: 'Enter' });
    expect(onStep.mock.calls).toEqual([32, 0, 128, 128].map((step) => [step, false]));
    expect(onLive).toHaveBeenCalledTimes(1);
    expect(screen.getByText('100 was not kept; this is 128.')).toHaveAttribute('role', 'status');
    expect(entry).toBeValid();
  });

  it('says why it does not go to what was typed, and when it goes elsewhere', () => {
    const { onStep, onLive } = show();
    const entry = screen.getByRole('textbox', { name: 'Go to step' });
    const type = (value: string) => {
      fireEvent.change(entry, { target: { value } });
      fireEvent.keyDown(entry, { key: 'Enter' });
    };
    type('12.5');
    expect(entry).toBeInvalid();
    expect(entry).toHaveValue('12.5');
    expect(screen.getByText(/^“12.5” is no step/)).toHaveAttribute('role', 'status');
    type('1,000');
    expect(entry).toBeValid();
    expect(screen.getByText('There is no step 1,000: 250 is the newest.')).toBeInTheDocument();
    expect(onStep).not.toHaveBeenCalled();
    expect(onLive).toHaveBeenCalledTimes(1);
    fireEvent.blur(entry);
    expect(screen.queryByText(/There is no step/)).not.toBeInTheDocument();
  });

  it('holds the figure still under the hand while the view is live', () => {
    const props = { isLive: true, running: true, newestStep: 250 };
    const timeline = (step: number) => (
      <Timeline
        {...{ ...props, ...ask(), step, maxStep: 500, stops: STOPS, checkpoints: [], loss: null }}
        {...{ events: [], playing: false, rate: 12 }}
      />
    );
    const { rerender } = render(timeline(248));
    const entry = screen.getByRole('textbox', { name: 'Go to step' });
    rerender(timeline(249));
    expect(entry).toHaveValue('249');
    act(() => entry.focus());
    rerender(timeline(250));
    expect(entry).toHaveValue('249');
    act(() => entry.blur());
    expect(entry).toHaveValue('250');
  });

  it('keeps its keys from the page, and leaves others alone', () => {
    show();
    const pageKey = vi.fn();
    document.addEventListener('keydown', pageKey);
    fireEvent.keyDown(screen.getByRole('slider'), { key: 'ArrowLeft' });
    expect(pageKey).not.toHaveBeenCalled();
    fireEvent.keyDown(screen.getByRole('slider'), { key: 's' });
    expect(pageKey).toHaveBeenCalledTimes(1);
    document.removeEventListener('keydown', pageKey);
  });

  it('goes live at the end while training runs', () => {
    const { onStep, onLive } = show({ running: true });
    fireEvent.keyDown(screen.getByRole('slider'), { key: 'End' });
    const pin = screen.getByRole('button', { name: 'Live' });
    expect(pin).toHaveTextContent('Live· 250');
    fireEvent.click(pin);
    expect(onLive).toHaveBeenCalledTimes(2);
    expect(onStep).not.toHaveBeenCalled();
  });

  it('says at most one step a frame while it is dragged, and stops playing', () => {
    const { onStep, onLive, onScrub, onPlay } = show({ playing: true });
    const slider = screen.getByRole('slider');
    slider.getBoundingClientRect = () => ({ left: 0, width: 1024 }) as DOMRect;
    fireEvent.pointerDown(slider, { button: 0, clientX: 212 });
    for (const clientX of [220, 240, 262]) fireEvent.pointerMove(slider, { clientX });
    expect(onStep).not.toHaveBeenCalled();
    act(() => runFrame(16));
    expect(onStep.mock.calls).toEqual([[125, true]]);
    fireEvent.pointerUp(slider, { clientX: 312 });
    expect(onStep).toHaveBeenLastCalledWith(150, false);
    fireEvent.pointerDown(slider, { button: 0, clientX: 262 });
    fireEvent.pointerMove(slider, { clientX: 900 });
    fireEvent.pointerUp(slider, { clientX: 900 });
    // Nothing after the newest step can be chosen.
    expect(onStep).toHaveBeenCalledTimes(2);
    expect(onLive).toHaveBeenCalledTimes(1);
    expect(onScrub.mock.calls.flat()).toEqual([true, false, true, false]);
    expect(onPlay).toHaveBeenCalledWith(false);
  });

  it('goes to an event where its words are pressed, and says it whole', () => {
    const { onStep, onScrub } = show({ playing: false });
    const words = screen.getByText('L0·H0 finds the previous character');
    fireEvent.pointerEnter(words);
    expect(screen.getByText('Step 40').parentElement).toHaveTextContent(
      'Step 40 L0·H0 finds the previous character',
    );
    fireEvent.pointerDown(words, { button: 0, clientX: 300 });
    expect(onStep.mock.calls).toEqual([[40, false]]);
    expect(onScrub).not.toHaveBeenCalled();
    fireEvent.pointerLeave(words);
    expect(screen.queryByText('Step 40')).toBeNull();
  });

  it('marks what is telling, lists the rest, and has dots alone and a way to the exact step on a small screen', () => {
    const events = [
      { id: 'a', step: 40, text: 'L0·H0 keeps its distance', rank: 0 },
      { id: 'b', step: 60, text: 'L0·H1 keeps its distance', rank: 0, quiet: true },
      { id: 'c', step: 150, text: 'L1·H0 finds repeats', rank: 3 },
    ];
    const marks = () =>
      [...document.querySelectorAll<SVGElement>('.time-event')].map(({ dataset }) => [
        dataset.event,
        dataset.large,
      ]);
    const list = () => screen.getByRole('list', { name: 'What happened' });
    const { onStep } = show({ events, layout: 'narrow', more: <button type="button">All</button> });
    expect(marks()).toEqual([['c', 'true']]);
    expect(list().children).toHaveLength(3);
    expect(screen.queryByRole('textbox')).toBeNull();
    fireEvent.click(screen.getByRole('button', { name: 'More of the timeline' }));
    fireEvent.change(screen.getByRole('textbox'), { target: { value: '8' } });
    fireEvent.keyDown(screen.getByRole('textbox'), { key: 'Enter' });
    expect(onStep.mock.calls).toEqual([[8, false]]);
    expect(screen.getByRole('button', { name: 'All' })).toBeVisible();
    cleanup();
    show({ events });
    expect(marks()).toEqual([
      ['a', 'false'],
      ['c', 'true'],
    ]);
  });

  it('does nothing at its ends but keeps the focus there', () => {
    const { onStep } = show({ step: 0 });
    const previous = screen.getByRole('button', { name: 'Previous step' });
    previous.focus();
    fireEvent.click(previous);
    expect(onStep).not.toHaveBeenCalled();
    expect(previous).toHaveFocus();
    expect(previous).toHaveAttribute('aria-disabled', 'true');
  });
});
