import { createEngine, type Recording } from 'microgpt';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createDesk, type LabDesk } from './desk';
import { labHere } from './fakePort';
import { LabError } from './line';
import type { News } from './protocol';
import { LabRecord } from './record';

const NAMES = ['anna', 'maria', 'mara', 'nina', 'mina', 'rina', 'aron', 'mario', 'marion', 'nora'];
const SMALL = { nEmbd: 8, nHead: 2, nLayer: 1, blockSize: 8, steps: 40 };

const desks: LabDesk[] = [];
afterEach(() => {
  for (const desk of desks.splice(0)) desk.close();
});

async function opened(settings = {}, list = NAMES) {
  const { port, until } = labHere();
  const desk = createDesk({
    makePort: () => port,
    loadNames: async () => `${list.join('\n')}\n`,
    nextFrame: (callback) => setTimeout(callback, 0),
    measures: false,
  });
  desks.push(desk);
  await until(() => desk.store.getState().status !== 'loading');
  const state = () => desk.store.getState();
  if (state().status === 'ready') await desk.open({ settings: { ...SMALL, ...settings } });
  const seen = () => desk.record.getSnapshot();
  return { desk, state, seen, until, port };
}

/** What the toolbox itself gives, without any room around it. */
function lossesOf(steps: number, settings = {}) {
  const engine = createEngine(NAMES, { ...SMALL, ...settings }, 'value');
  engine.train(steps);
  return [...engine.losses()];
}
const shownLosses = ({ losses, length }: { losses: ArrayLike<number>; length: number }) =>
  Array.from(losses).slice(0, length);

describe('training', () => {
  it('gives the very losses of the toolbox, step by step and to the end', async () => {
    const { desk, state, seen, until } = await opened();
    await desk.step();
    await until(() => seen().stepsDone === 1);
    expect(state().phase).toBe('paused');
    await desk.train();
    await until(() => state().phase === 'finished' && seen().stepsDone === 40);
    expect(shownLosses(seen())).toEqual(lossesOf(40));
    expect(Array.from(seen().steps).slice(0, 40)).toEqual(
      Array.from({ length: 40 }, (_, i) => i + 1),
    );
  });

  it('pauses between two steps, and goes on as if it had not', async () => {
    const { desk, state, seen, until } = await opened({ steps: 400 });
    await desk.train();
    await until(() => seen().stepsDone > 3);
    await desk.pause();
    await until(() => state().phase === 'paused');
    const [rested] = [seen().stepsDone];
    expect(rested).toBeLessThan(400);
    await desk.train();
    await until(() => state().phase === 'finished' && seen().stepsDone === 400);
    expect(shownLosses(seen())).toEqual(lossesOf(400, { steps: 400 }));
  });

  it('goes on past the plan by extending it, with a rate above 0', async () => {
    const { desk, state, seen, until } = await opened({ steps: 10 });
    await desk.train();
    await until(() => state().phase === 'finished' && seen().stepsDone === 10);
    await desk.step();
    await until(() => seen().stepsDone === 11);
    expect(seen().stepsPlanned).toBe(11);
    expect(seen().last?.learningRate).toBeGreaterThan(0);
    expect(state().phase).toBe('finished');
    await desk.recordStep();
    await until(() => seen().stepsDone === 12);
    expect(seen().stepsPlanned).toBe(12);
    await desk.train();
    await until(() => state().phase === 'finished' && seen().stepsDone === 22);
    expect(seen().stepsPlanned).toBe(22);
  });

  it('is said to have just ended for a moment, when it ends by itself', async () => {
    const { desk, state, until } = await opened({ steps: 10 });
    await desk.step();
    expect(state().settling).toBe(false);
    await desk.train();
    await until(() => state().phase === 'finished');
    expect(state().settling).toBe(true);
    await until(() => !state().settling);
    expect(state().phase).toBe('finished');
  });

  it('changes the engine in the middle and reaches the same losses', async () => {
    const { desk, state, seen, until } = await opened();
    await desk.step();
    await desk.setEngine('fast');
    expect(state().engine).toBe('fast');
    await desk.train();
    await until(() => state().phase === 'finished' && seen().stepsDone === 40);
    const [ours, alone] = [shownLosses(seen()), lossesOf(40)];
    for (const [i, loss] of ours.entries()) expect(loss).toBeCloseTo(alone[i] as number, 9);
  });

  it('stops, and may be trained on', async () => {
    const { desk, state, until } = await opened({ steps: 400 });
    await desk.train();
    await desk.stop();
    await until(() => state().phase === 'stopped');
    await desk.train();
    await until(() => state().phase === 'running');
  });

  it('tells why it ran away, and trains no more', async () => {
    const { desk, state, until, port } = await opened();
    const parameters = await desk.parameters();
    for (const { data } of parameters) data.fill(Number.NaN);
    await desk.load(parameters);
    await desk.train();
    await until(() => state().phase === 'broken');
    expect(state().failure?.step).toBe(1);
    expect(state().failure?.message).toMatch(/Step 1 stopped/);
    await desk.step();
    expect(state().status).toBe('ready');
    await desk.open({ settings: { learningRate: 0.005 } });
    await until(() => state().phase === 'fresh');
    expect(state().failure).toBeNull();
    expect(port.onmessage).not.toBeNull();
  });
});

describe('a new model', () => {
  it('shows what it is worth before it learns: the next document, its loss and its numbers', async () => {
    const { desk, state, seen, until } = await opened();
    desk.want({ activations: true });
    await until(() => seen().ahead !== null && seen().pictures?.activations != null);
    const alone = createEngine(NAMES, SMALL, 'value');
    const logits = () => Array.from(seen().pictures?.activations?.logits ?? []);
    const { losses, document } = alone.look();
    expect(seen().ahead?.document).toBe(document);
    expect(Array.from(seen().ahead?.losses ?? [])).toEqual(Array.from(losses));
    expect(logits()).toEqual(Array.from(alone.activations()?.logits ?? []));
    await desk.step();
    await until(() => seen().stepsDone === 1);
    expect(seen().ahead).toBeNull();
    expect(shownLosses(seen())).toEqual(lossesOf(1));
    await desk.reset();
    expect(seen().pictures?.step ?? 0).toBe(0);
    await until(() => seen().ahead !== null && seen().pictures?.activations != null);
    expect(logits()).toEqual(Array.from(alone.activations()?.logits ?? []));
    expect(state().phase).toBe('fresh');
  });

  it('with brought weights shows what those are worth, with either engine', async () => {
    const { desk, state, seen, until } = await opened();
    desk.want({ activations: true });
    const other = createEngine(NAMES, SMALL, 'value');
    other.train(30);
    const own = createEngine(NAMES, SMALL, 'value');
    own.load(other.parameters());
    const loss = own.look().loss;
    await desk.load(other.parameters(), { step: 30 });
    expect(state().brought).toEqual({ step: 30 });
    for (const kind of ['fast', 'value', 'fast'] as const) {
      await desk.setEngine(kind);
      await until(() => Math.abs((seen().ahead?.loss ?? 0) - loss) < 1e-9);
      await until(() => seen().pictures?.activations != null);
    }
    await until(() => seen().names !== null);
    await desk.reset();
    expect(state().brought).toBeNull();
  });

  it('keeps what is known of the speed while the sizes stay, and forgets it with them', async () => {
    const { desk, seen, until } = await opened({ steps: 5000 });
    await desk.train();
    await until(() => seen().speeds.value !== null);
    await desk.reset();
    await until(() => seen().speeds.value !== null);
    expect(seen().stepsDone).toBe(0);
    await desk.open({ settings: { nEmbd: 4 } });
    await until(() => seen().ahead !== null);
    expect(seen().speeds.value).toBeNull();
  });

  it('never tells in its own name where the old one had come to', async () => {
    const { desk, port, state, seen, until } = await opened();
    await desk.step();
    await until(() => seen().stepsDone === 1 && seen().names?.step === 1);
    // There and back: the worker has heard by then that its news were seen, and may tell more.
    await desk.parameters();
    const told: [number, string][] = [];
    const hear = port.onmessage;
    port.onmessage = (event) => {
      if ('news' in event.data) told.push([event.data.news.run, event.data.news.phase]);
      hear?.(event);
    };
    const before = state().run;
    await desk.open({});
    await until(() => told.some(([run]) => run > before));
    expect(told.filter(([run]) => run > before).map(([, phase]) => phase)).not.toContain('paused');
  });

  it('starts from nothing, whatever the old one still had to say', async () => {
    const { desk, state, seen, until } = await opened({ steps: 400 });
    await desk.train();
    await until(() => seen().stepsDone > 3);
    await desk.open({ settings: { nEmbd: 12, nHead: 3 } });
    await until(() => state().phase === 'fresh');
    expect(seen().length).toBe(0);
    expect(seen().stepsDone).toBe(0);
    expect(state().parameterCount).toBe(
      createEngine(NAMES, { ...SMALL, nEmbd: 12, nHead: 3 }).parameterCount,
    );
  });

  it('is refused with a sentence about the field, and the old one stays', async () => {
    const { desk, state, seen, until } = await opened();
    await desk.step();
    await until(() => seen().stepsDone === 1);
    await expect(desk.open({ settings: { nHead: 3 } })).rejects.toThrow(/3 heads cannot share/);
    await expect(desk.open({ source: { kind: 'own', documents: [] } })).rejects.toThrow(LabError);
    expect(state().settings.nHead).toBe(2);
    expect(seen().stepsDone).toBe(1);
  });

  it('learns the person’s own lines', async () => {
    const { desk, state } = await opened();
    await desk.open({ source: { kind: 'own', documents: ['ab', 'abc'] } });
    expect(state().chars).toEqual(['a', 'b', 'c']);
    expect(state().source.kind).toBe('own');
  });

  it('that is too large for the engine that teaches is trained by the other', async () => {
    const { desk, state } = await opened();
    desk.setPace('lines');
    const documents = Array.from({ length: 40 }, (_, i) =>
      'abcdefghijklmnopqrstuvwxyz'.slice(i % 9),
    );
    await desk.open({
      source: { kind: 'own', documents },
      settings: { nEmbd: 64, nLayer: 4, blockSize: 32 },
    });
    expect(state().engine).toBe('fast');
    expect(state().pace).toBe('full');
  });
});

describe('what it writes', () => {
  it('is graded against the list, before the first step too', async () => {
    const { seen, until } = await opened();
    await until(() => seen().names !== null);
    expect(seen().names?.step).toBe(0);
    expect(seen().names?.names).toHaveLength(10);
  });

  it('comes as many at a time as wanted, other ones each time', async () => {
    const { desk, seen } = await opened();
    desk.setSampleCount(7);
    desk.setTemperature(1.5);
    const first = await desk.generate();
    expect(first.names).toHaveLength(7);
    expect(seen().names).toEqual(first);
    expect((await desk.generate()).names).not.toEqual(first.names);
  });

  it('comes letter by letter until the end, with all probabilities', async () => {
    const { desk, state } = await opened();
    let token = await desk.write();
    let written = 0;
    for (;;) {
      expect(token.probabilities).toHaveLength(state().chars.length + 1);
      expect(token.probabilities.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 9);
      written += 1;
      const next = await desk.next();
      if (next === null) break;
      token = next;
    }
    expect(written).toBeLessThanOrEqual(8);
    expect(token.char === null || written === 8).toBe(true);
  });
});

describe('what a view asks for', () => {
  it('comes with the news while it is wanted, and not after', async () => {
    const { desk, seen, until } = await opened();
    const unwant = desk.want({ activations: true, embeddings: true });
    await desk.step();
    await until(() => seen().pictures?.step === 1);
    expect(seen().pictures?.activations?.tokens[0]).toBe(desk.store.getState().chars.length);
    expect(seen().pictures?.embeddings?.shape).toEqual([desk.store.getState().chars.length + 1, 8]);
    expect(seen().pictures?.gradients).toBeNull();
    unwant();
    await desk.step();
    await until(() => seen().stepsDone === 2);
    expect(seen().pictures?.step).toBe(1);
  });

  it('is one recorded step, whose numbers can be asked where they come from', async () => {
    const { desk, seen, until } = await opened();
    desk.setPace('lines');
    await desk.train();
    const recording: Recording = await desk.recordStep();
    await until(() => seen().stepsDone === 1);
    expect(recording.result.loss).toBeCloseTo(lossesOf(1)[0] as number, 12);
    const loss = recording.points.find(({ point }) => point === 'loss');
    const inspected = await desk.inspect(loss?.nodes?.[0] as number);
    expect(inspected.value).toBe(recording.result.loss);
    expect(inspected.inputs.length).toBeGreaterThan(0);
    await expect(desk.inspect(1e9)).rejects.toThrow(/not 1000000000/);
  });
});

describe('the record', () => {
  const news = (run: number, stepsDone: number): News => ({
    ...{ run, stepsDone, phase: 'running', stepsPlanned: 10, stepsPerSecond: 1, from: 0 },
    ...{ speeds: { value: null, fast: null }, losses: new Float64Array(stepsDone).fill(run) },
    ...{ ahead: null, last: null, failure: null, names: null, pictures: null },
  });
  it('takes nothing more of a model that another one has replaced', () => {
    const record = new LabRecord();
    record.add(news(1, 4));
    record.begin(2, 10);
    record.add(news(1, 5));
    expect(record.getSnapshot().length).toBe(0);
    record.add(news(3, 2));
    expect(shownLosses(record.getSnapshot())).toEqual([3, 3]);
    record.forget();
    record.add(news(1, 1));
    expect(shownLosses(record.getSnapshot())).toEqual([1]);
  });
});

describe('a run that waits to be asked', () => {
  it('tells of a recorded step at once: nobody would come by later', async () => {
    const { port, until } = labHere(() => 0);
    const desk = createDesk({
      makePort: () => port,
      loadNames: async () => NAMES.join('\n'),
      measures: false,
    });
    desks.push(desk);
    await until(() => desk.store.getState().status === 'ready');
    await desk.open({ settings: SMALL });
    desk.setPace('lines');
    await desk.train();
    await desk.recordStep();
    await until(() => desk.record.getSnapshot().stepsDone === 1);
  });
});

describe('without what it needs', () => {
  it('says that the list is missing', async () => {
    const { state } = await opened({}, []);
    expect(state().status).toBe('empty');
  });

  it('says that the worker is gone, and begins again with another', async () => {
    const { desk, state, port } = await opened();
    port.onerror?.({ message: 'out of memory' });
    expect(state().status).toBe('lost');
    expect(state().lostReason).toBe('out of memory');
    await expect(desk.generate()).rejects.toThrow('out of memory');
    await desk.reset();
    expect(state().status).toBe('ready');
  });

  it('says that the list did not come, and asks for it again', async () => {
    const { port, until } = labHere();
    const loadNames = vi
      .fn(async () => NAMES.join('\n'))
      .mockRejectedValueOnce(new TypeError('gone'));
    const desk = createDesk({ makePort: () => port, loadNames, measures: false });
    desks.push(desk);
    await until(() => desk.store.getState().status === 'lost');
    expect(desk.store.getState().lostReason).toMatch(/list of names could not be loaded/);
    await desk.reset();
    expect(desk.store.getState().status).toBe('ready');
  });
});

describe('a page that is not seen', () => {
  it('is told nothing more until it is, and then everything at once', async () => {
    vi.useRealTimers();
    const { port, until } = labHere();
    let show: (() => void) | null = null;
    let told = 0;
    const desk = createDesk({
      makePort: () => port,
      loadNames: async () => NAMES.join('\n'),
      nextFrame: (callback) => {
        told += 1;
        show = callback;
      },
      measures: false,
    });
    desks.push(desk);
    await until(() => desk.store.getState().status === 'ready');
    await desk.open({ settings: SMALL });
    await desk.train();
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(told).toBe(1);
    await until(() => {
      (show as (() => void) | null)?.();
      return desk.store.getState().phase === 'finished';
    });
    expect(told).toBeLessThan(6);
    expect(desk.record.getSnapshot().length).toBe(40);
  });
});
