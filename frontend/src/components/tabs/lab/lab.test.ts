import { createEngine, DEFAULTS } from 'microgpt';
import { describe, expect, it } from 'vitest';
import type { Phase } from '@/lab/protocol';
import { NetworkFeed } from '@/viz/Network3D/feed';
import { stopsOf } from './code/walk/stops';
import { compact, plural } from './figures';
import { labControls } from './labControls';
import { type Draft, isDefault, problemsOf, settingsOf } from './modelFields';
import { feedWalk, tablesAt, tablesOf } from './network/feeding';
import { HeadSources } from './network/headSources';

describe('labControls', () => {
  const state = (phase: Phase) => labControls({ status: 'ready', phase, pending: null });
  it.each([
    ['fresh', 'Train', 'Stop', false, true],
    ['running', 'Pause', 'Stop', true, false],
    ['paused', 'Resume', 'Stop', true, true],
    ['stopped', 'Continue', 'Reset', true, true],
    ['finished', 'Continue', 'Reset', true, true],
    ['broken', 'Train', 'Reset', true, false],
  ] as const)('%s: %s, %s', (phase, main, second, secondEnabled, stepEnabled) => {
    expect(state(phase)).toMatchObject({ main, second, secondEnabled, stepEnabled });
  });
  it('lets go of brought weights that were not trained yet', () => {
    const given = { status: 'ready', phase: 'fresh', pending: null } as const;
    expect(labControls({ ...given, brought: { step: 30 } })).toMatchObject({
      ...{ main: 'Train', second: 'Reset', secondEnabled: true },
    });
  });
  it('has nothing to press before there is a model, and cannot train what broke', () => {
    const early = labControls({ status: 'loading', phase: 'fresh', pending: null });
    expect([early.mainEnabled, early.secondEnabled, early.stepEnabled]).toEqual([
      false,
      false,
      false,
    ]);
    expect(state('broken').mainEnabled).toBe(false);
  });
});

describe('figures', () => {
  it.each([
    [null, null],
    [0, '0'],
    [3.44, '3.4'],
    [394, '390'],
    [996, '1k'],
    [9640, '9.6k'],
    [96_400, '96k'],
    [999_600, '1M'],
  ])('%s is %s', (rate, shown) => {
    expect(compact(rate)).toBe(shown);
  });
  it('knows one from many', () => {
    expect(plural(1, 'step')).toBe('1 step');
    expect(plural(8403, 'name')).toBe('8,403 names');
  });
});

describe('modelFields', () => {
  const draft = (change: Partial<Draft>): Draft => ({ ...DEFAULTS, ...change });
  it('puts what the toolbox refuses at its field', () => {
    expect(problemsOf(draft({ nHead: 3 })).nHead).toMatch(/3 heads cannot share/);
    expect(problemsOf(draft({ nEmbd: 18 })).nEmbd).toBe(
      'The embedding must be a multiple of 4 from 4 to 64; it is 18.',
    );
    expect(settingsOf(draft({ nHead: 3 }))).toBeNull();
  });
  it('waits for a field that is not filled in', () => {
    expect(problemsOf(draft({ nHead: null }))).toEqual({});
    expect(settingsOf(draft({ nHead: null }))).toBeNull();
  });
  it('knows the defaults', () => {
    expect(isDefault(draft({}))).toBe(true);
    expect(isDefault(draft({ steps: 999 }))).toBe(false);
    expect(settingsOf(draft({ nEmbd: 24 }))).toMatchObject({ nEmbd: 24, nHead: 4 });
  });
});

const SETTINGS = { nEmbd: 8, nHead: 2, nLayer: 2, blockSize: 6 };
const CONFIG = { ...SETTINGS, vocabSize: 4 };
const engineOf = () => createEngine(['abc', 'cab'], SETTINGS, 'value');

describe('feeding the network', () => {
  it('splits an embedding into its letter and its place', () => {
    const engine = engineOf();
    const [wte, wpe] = engine.parameters();
    // The activations are of before the update.
    engine.step();
    const activations = engine.activations();
    if (!activations || !wte || !wpe) throw new Error('nothing to look at');
    const tables = tablesAt(activations, wte, 2, 6);
    expect([...tables.wpe.slice(16, 24)].map((x) => x.toFixed(12))).toEqual(
      [...wpe.data.slice(16, 24)].map((x) => x.toFixed(12)),
    );
  });

  it('shows of a recorded step what the walk has seen, and no more', () => {
    const engine = engineOf();
    const recording = engine.record();
    const stops = stopsOf(recording, { position: 'last', head: 0 });
    const feed = new NetworkFeed(CONFIG);
    const indexOf = (mark: string) => stops.findIndex((stop) => stop.mark === mark);
    const shown = () => feed.getFrame()?.values ?? new Map();

    feedWalk(feed, recording, stops, 0);
    expect(feed.getFrame()).toBeNull();
    feedWalk(feed, recording, stops, indexOf('q'));
    expect(shown().has('layer0.q')).toBe(true);
    expect(shown().has('layer0.k')).toBe(false);
    expect([...(shown().get('letters') ?? [])].filter((x) => x === 1)).toHaveLength(1);

    feedWalk(feed, recording, stops, stops.length - 1);
    const last = recording.result.losses.length - 1;
    const probs = recording.points.find(
      ({ point, position }) => point === 'probs' && position === last,
    );
    expect([...(shown().get('probabilities') ?? [])]).toEqual([...(probs?.values ?? [])]);
    expect(feed.getFrame()?.gradients?.get('logits')).toEqual(
      recording.points.find(({ point, position }) => point === 'logits' && position === last)
        ?.gradients,
    );
  });

  it('leaves no block without its slopes once the walk has come back', () => {
    const recording = engineOf().record();
    const stops = stopsOf(recording, { position: 'last', head: 0 });
    const feed = new NetworkFeed(CONFIG);
    feedWalk(feed, recording, stops, stops.length - 1);
    const given = ['letters', 'position', 'embedding.token', 'embedding.position'];
    const blocks = [...(feed.getFrame()?.values.keys() ?? [])].filter((id) => !given.includes(id));
    expect(blocks).toContain('layer1.attention.head1');
    expect([...(feed.getFrame()?.gradients?.keys() ?? [])].sort()).toEqual(blocks.sort());
  });

  it('shows nothing of a result while the walk is inside its building block', () => {
    const recording = engineOf().record();
    const stops = stopsOf(recording, { position: 'last', head: 0 });
    const feed = new NetworkFeed(CONFIG);
    feedWalk(
      feed,
      recording,
      stops,
      stops.findIndex(({ mark }) => mark === 'scale'),
    );
    expect(feed.getFrame()?.values.has('embedding.sum')).toBe(true);
    expect(feed.getFrame()?.values.has('norm')).toBe(false);
  });

  it('takes the tables as they were when the step was computed', () => {
    const engine = engineOf();
    const wte = engine.embeddings().data;
    expect(tablesOf(engine.record())?.wte).toEqual(wte);
  });
});

describe('HeadSources', () => {
  const activations = () => {
    const engine = engineOf();
    engine.step();
    const made = engine.activations();
    if (!made) throw new Error('nothing to look at');
    return made;
  };
  it('shows each head its own square, and its letters', () => {
    const sources = new HeadSources(2);
    const made = activations();
    expect(sources.take(made, 1, ['a', 'b', 'c'], false)).toHaveLength(made.tokens.length);
    const frame = sources.heads[1]?.getFrame();
    const size = made.tokens.length;
    expect(frame).toMatchObject({ size, offset: size * size });
    expect(frame?.weights[size * size]).toBeCloseTo(1, 6);
  });
  it('keeps a document for a while when others follow fast', () => {
    const sources = new HeadSources(2);
    const [first, second] = [activations(), activations()];
    expect(sources.take(first, 0, ['a', 'b', 'c'], true, 0)).not.toBeNull();
    expect(sources.take(second, 0, ['a', 'b', 'c'], true, 1000)).toBeNull();
    expect(sources.take(second, 0, ['a', 'b', 'c'], true, 2000)).not.toBeNull();
    expect(sources.take(second, 0, ['a', 'b', 'c'], false, 9000)).toBeNull();
  });
});
