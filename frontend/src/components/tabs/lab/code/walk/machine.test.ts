// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { isWithin, layoutNetwork } from '@/viz/Network3D/layout';
import { markOf } from '../twins';
import { recorded } from './fixtures';
import { dwellMs, NO_WALK, STOP_MS, type WalkAction, type WalkState, walkReducer } from './machine';
import { stopsOf } from './stops';

const { recording, engine } = recorded();
const walked = (...actions: WalkAction[]): WalkState =>
  actions.reduce(walkReducer, walkReducer(NO_WALK, { type: 'recording', recording }));
const times = (count: number, action: WalkAction) => Array.from({ length: count }, () => action);
const markAt = ({ stops, index }: WalkState) => stops[index]?.mark;

describe('the stops of a walk', () => {
  const { stops } = walked();

  it('visit the lines in the order in which they run', () => {
    const marks = stops.map(({ kind, mark }) => (kind === 'gradients' ? 'back' : mark));
    expect(marks).toEqual([
      ...['document', 'rate', 'step', 'read', 'embedding'],
      ...['rmsnorm', 'mean_square', 'scale', 'rmsnorm_out', 'norm'],
      ...['linear', 'products', 'linear_out', 'q', 'k', 'v', 'scores'],
      ...['softmax', 'powers', 'total', 'softmax_out', 'weights', 'mixed', 'attended'],
      ...['hidden', 'active', 'thought', 'x'],
      ...['q', 'k', 'v', 'scores', 'weights', 'mixed', 'attended'],
      ...['hidden', 'active', 'thought', 'x'],
      ...['logits', 'probs', 'losses', 'loss'],
      ...Array.from({ length: 23 }, () => 'back'),
      ...['gradients', 'before', 'direction', 'trust', 'update', 'after'],
    ]);
    expect(new Set(marks).size).toBeGreaterThanOrEqual(12);
  });

  it('stand on lines that both files have', () => {
    for (const { mark } of stopsOf(recording, { position: 'all', head: 'all' })) {
      const { python, javascript } = markOf(mark);
      expect(python).toBeGreaterThan(0);
      expect(javascript).toBeGreaterThan(0);
    }
  });

  it('light blocks that the network has', () => {
    const { nEmbd, nHead, nLayer, blockSize } = engine.settings;
    const vocabSize = engine.chars.length + 1;
    const { blocks } = layoutNetwork({ nEmbd, nHead, nLayer, blockSize, vocabSize });
    const lit = new Set<string>();
    for (const { block, mark } of stopsOf(recording, { position: 'all', head: 'all' })) {
      if (block === null) {
        expect([
          'rate',
          'step',
          'gradients',
          'before',
          'direction',
          'trust',
          'update',
          'after',
        ]).toContain(mark);
        continue;
      }
      const within = blocks.filter(({ id }) => isWithin(id, block));
      expect(within.length, block).toBeGreaterThan(0);
      for (const { id } of within) lit.add(id);
    }
    // What goes into the sum is not noted; where a letter stands is said with the letter.
    const dark = blocks.map(({ id }) => id).filter((id) => !lit.has(id));
    expect(dark).toEqual(['position', 'embedding.token', 'embedding.position']);
  });

  it('go backwards through the network on the way back', () => {
    const back = stops.filter(({ direction }) => direction === 'backward');
    expect(back[0]?.mark).toBe('backward');
    expect(back.map(({ point }) => `${point?.point} ${point?.layer ?? ''}`)).toEqual([
      ...['loss ', 'probs ', 'logits '],
      ...[
        'x 1',
        'thought 1',
        'hidden 1',
        'attended 1',
        'mixed 1',
        'weights 1',
        'v 1',
        'k 1',
        'q 1',
      ],
      ...[
        'x 0',
        'thought 0',
        'hidden 0',
        'attended 0',
        'mixed 0',
        'weights 0',
        'v 0',
        'k 0',
        'q 0',
      ],
      ...['norm ', 'embedding '],
    ]);
  });

  it('go through each building block once, however many letters are visited', () => {
    const all = stopsOf(recording, { position: 'all', head: 'all' });
    for (const mark of ['rmsnorm', 'linear', 'softmax']) {
      expect(all.filter((stop) => stop.mark === mark)).toHaveLength(1);
    }
  });

  it('visit every letter and head when asked to', () => {
    const all = stopsOf(recording, { position: 'all', head: 'all' });
    const heads = all.filter(({ mark }) => mark === 'weights').length;
    expect(heads).toBe(recording.result.losses.length * 2 * 2);
    expect(all.filter(({ mark }) => mark === 'read')).toHaveLength(recording.result.losses.length);
  });
});

describe('the walk', () => {
  it('begins at the document and rests until it is told to play', () => {
    const state = walked();
    expect(markAt(state)).toBe('document');
    expect(dwellMs(state)).toBeNull();
    expect(walkReducer(state, { type: 'tick' })).toBe(state);
  });

  it('goes on by its clock, faster at a higher speed', () => {
    const state = walked({ type: 'play' }, ...times(3, { type: 'tick' }));
    expect(markAt(state)).toBe('read');
    expect(dwellMs(state)).toBe(STOP_MS);
    expect(dwellMs(walkReducer(state, { type: 'speed', speed: 4 }))).toBe(STOP_MS / 4);
  });

  it('goes by hand to and fro, and a step back stops the clock', () => {
    const state = walked({ type: 'play' }, ...times(5, { type: 'next' }));
    expect(markAt(state)).toBe('rmsnorm');
    expect(state.playing).toBe(true);
    const back = walkReducer(state, { type: 'previous' });
    expect(markAt(back)).toBe('embedding');
    expect(back.playing).toBe(false);
    expect(walked({ type: 'previous' }).index).toBe(0);
  });

  it('ends once after the last stop, and goes on with the next recording', () => {
    const last = walked({ type: 'play' }, { type: 'go', index: 1e9 });
    expect(markAt(last)).toBe('after');
    const ended = walkReducer(last, { type: 'tick' });
    expect(ended.ended).toBe(true);
    expect(dwellMs(ended)).toBeNull();
    expect(walkReducer(ended, { type: 'tick' })).toBe(ended);
    const next = walkReducer(ended, { type: 'recording', recording: recorded({}, 8).recording });
    expect(next).toMatchObject({ index: 0, ended: false, playing: true });
    expect(next.recording?.result.step).toBe(9);
  });

  it('keeps its line when another letter or head is followed', () => {
    const { stops } = walked();
    const state = walked(
      { type: 'go', index: stops.findIndex(({ mark }) => mark === 'weights') },
      { type: 'reach', reach: { position: 1, head: 1 } },
    );
    expect(markAt(state)).toBe('weights');
    expect(state.stops[state.index]?.point).toMatchObject({ position: 1, head: 1, layer: 0 });
    expect(state.stops[state.index]?.point?.values).toHaveLength(2);
  });

  it('follows the last letter of a shorter name when there is no such letter', () => {
    const state = walked({ type: 'reach', reach: { position: 50 } });
    const read = state.stops.find(({ kind }) => kind === 'read');
    expect(read?.position).toBe(recording.result.losses.length - 1);
  });

  it('stands nowhere without a recording', () => {
    const state = walkReducer(walked({ type: 'play' }), { type: 'recording', recording: null });
    expect(state.stops).toEqual([]);
    expect(dwellMs(state)).toBeNull();
    expect(walkReducer(state, { type: 'next' }).index).toBe(0);
    expect(walkReducer(state, { type: 'go', index: 4 }).index).toBe(0);
  });
});

it('comes back to where a recording was left, for the same letter and as fast', () => {
  const left = walked({ type: 'reach', reach: { position: 1 } }, ...times(6, { type: 'next' }));
  const { index, reach } = left;
  const kept = { index, reach, speed: 4 } as const;
  const away = walkReducer(left, { type: 'recording', recording: null });
  expect(away.stops).toEqual([]);
  const back = walkReducer(NO_WALK, { type: 'recording', recording, kept });
  expect(back).toMatchObject({ index: 6, reach, speed: 4, ended: false });
  expect(markAt(back)).toBe(markAt(left));
});
