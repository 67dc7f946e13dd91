import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError, networkError } from '@/api/errors';
import type { Inspection } from '@/api/generated';
import { inspection, jobs, state } from '@/test/fakes';
import { TimeMachine } from './timeMachine';

const PROBE = 'We are';
const EVERYTHING = { past: true, live: true, last: true, whole: false };
const PAST = { past: true, live: false, last: false, whole: false };

interface Asked {
  text: string;
  step: number;
  open: boolean;
  answer: (over?: Partial<Inspection>) => Promise<void>;
  refuse: (error: Error) => Promise<void>;
}

let machine: TimeMachine;
let asked: Asked[];
let drawn: number[];

/** The oldest question that nobody has answered. */
const question = () => asked.find(({ open }) => open);
const steps = () => asked.map(({ step }) => step);
const settle = async () => {
  for (let i = 0; i < 5; i++) await Promise.resolve();
};

function make(limitBytes?: number) {
  asked = [];
  drawn = [];
  machine = new TimeMachine({
    limitBytes,
    onDrawn: (step) => drawn.push(step),
    ask: (text, step) =>
      new Promise((resolve, reject) => {
        const asking: Asked = {
          ...{ text, step, open: true },
          answer: async (over) => {
            asking.open = false;
            resolve(inspection(text, step, over));
            await settle();
          },
          refuse: async (error) => {
            asking.open = false;
            reject(error);
            await settle();
          },
        };
        asked.push(asking);
      }),
  });
  return machine;
}
/** Answers everything until nobody asks any more. */
async function answerAll() {
  for (let i = 0; i < 500; i++) {
    const next = question();
    if (!next) return;
    await next.answer();
  }
  throw new Error('it never stops asking');
}
const restore = (snapshot_steps: number[], over = {}) =>
  machine.restore(
    state('r', { probe_text: PROBE, snapshot_steps, current_iter: snapshot_steps.at(-1), ...over }),
  );
const frame = (step: number, weight = 200) =>
  machine.frame({
    ...{ session_id: 'r', seq: step, timestamp: 0, step, n_layer: 2, n_head: 2, size: 6 },
    tokens: [...PROBE],
    weights: new Uint8Array(4 * 36).fill(weight).buffer,
  });
/** Where the last row of the first head looks: step % 6 in our answers. */
const looksAt = () => {
  const shown = machine.display.source(0, 0).getFrame();
  const row = [...(shown?.weights.slice(30, 36) ?? [])];
  return row.map((weight, column) => [column, weight]).filter(([, weight]) => weight !== 0);
};
const now = () => machine.store.getState();

beforeEach(() => {
  make();
});
afterEach(() => {
  machine.close();
  vi.restoreAllMocks();
});

describe('what is kept of a run', () => {
  it('knows every stop of the story and every new one, in order', () => {
    restore([0, 50, 10]);
    machine.measured({ step: 60, heads: jobs(), snapshot_bytes: 4096 });
    expect(now().stops).toEqual([0, 10, 50, 60]);
    expect(now().history.map(({ step }) => step)).toEqual([60]);
    expect(now().serverBytes).toBe(4096);
  });

  it('tells when a head takes up a job', () => {
    const heads = jobs({ '1.0': ['previous_character', 0.6] });
    for (const step of [10, 20]) machine.measured({ step, heads, snapshot_bytes: 0 });
    expect(now().events).toMatchObject([{ step: 10, text: 'L1·H0 finds the previous character' }]);
  });

  it('forgets everything when a training begins anew, even an answer that is on its way', async () => {
    machine.need(PAST);
    restore([0, 10]);
    machine.look(10);
    const late = question();
    machine.begin();
    await late?.answer();
    expect(now()).toMatchObject({ step: 'live', stops: [], moment: null, shape: null });
    expect(machine.moments()).toEqual([]);
  });

  it('keeps its moments over a lost connection, not over a story of another training', async () => {
    machine.need(PAST);
    restore([0, 10]);
    await answerAll();
    restore([0, 10, 20]);
    expect(machine.moments().map(({ step }) => step)).toEqual([0, 10]);
    restore([0, 5], { current_iter: 5 });
    expect(machine.moments()).toEqual([]);
  });

  it('keeps what overtook the story, and the step the person chose meanwhile', () => {
    machine.measured({ step: 30, heads: jobs(), snapshot_bytes: 0 });
    machine.look(30);
    const [one, another] = ['2026-11-22T10:00:00Z', '2026-11-22T11:00:00Z'];
    restore([0, 10, 20], { started_at: one });
    expect(now()).toMatchObject({ step: 30, stops: [0, 10, 20, 30] });
    machine.measured({ step: 40, heads: jobs(), snapshot_bytes: 0 });
    machine.look(20);
    restore([0, 10, 20], { started_at: one });
    expect(now()).toMatchObject({ step: 20, stops: [0, 10, 20, 30, 40] });
    restore([0, 10, 20], { started_at: another });
    expect(now()).toMatchObject({ step: 'live', stops: [0, 10, 20] });
  });
});

describe('live', () => {
  beforeEach(() => {
    restore([]);
    machine.setRunning(true);
  });

  it('shows each frame and says that it is drawn', () => {
    const told = vi.fn();
    machine.display.source(1, 1).subscribe(told);
    frame(1);
    frame(2, 100);
    expect(told).toHaveBeenCalledTimes(2);
    expect(machine.display.source(1, 1).getFrame()).toMatchObject({ size: 6, offset: 108 });
    expect(machine.display.source(1, 1).getFrame()?.weights[108]).toBe(100);
    expect(drawn).toEqual([1, 2]);
    expect(machine.display.heads).toHaveLength(4);
  });

  it('asks for nothing while frames tell everything', () => {
    machine.need(PAST);
    frame(1);
    machine.measured({ step: 1, heads: jobs(), snapshot_bytes: 0 });
    expect(asked).toEqual([]);
  });

  it('asks for the newest stop alone when a view wants more than frames, never for stale ones', async () => {
    machine.need({ past: true, live: true, last: false, whole: false });
    frame(1);
    for (const step of [1, 2, 3, 4]) machine.measured({ step, heads: jobs(), snapshot_bytes: 0 });
    expect(steps()).toEqual([1]);
    await question()?.answer();
    expect(steps()).toEqual([1, 4]);
  });

  it('keeps acknowledging frames while the past is looked at, and does not show them', async () => {
    machine.need(PAST);
    machine.measured({ step: 3, heads: jobs(), snapshot_bytes: 0 });
    machine.look(3);
    await question()?.answer();
    frame(9);
    expect(looksAt()).toEqual([[3, 1]]);
    expect(drawn).toEqual([9]);
    machine.look('live');
    expect(machine.display.source(0, 0).getFrame()?.weights[0]).toBe(200);
  });

  it('shows the kept moment of the last step once the run is over', async () => {
    machine.need(PAST);
    frame(7);
    machine.measured({ step: 8, heads: jobs(), snapshot_bytes: 0 });
    machine.setRunning(false);
    expect(steps()).toEqual([8]);
    await question()?.answer();
    expect(looksAt()).toEqual([[2, 1]]);
  });
});

describe('scrubbing', () => {
  const ALL = [0, 1, 2, 4, 8, 16, 32, 64, 128];
  beforeEach(() => {
    restore(ALL);
    machine.setRunning(true);
    machine.need(PAST);
    asked.length = 0;
    make();
    restore(ALL);
    machine.setRunning(true);
    machine.look(0);
    machine.need(PAST);
  });

  it('asks for the stop in sight at once, two at a time, and skips those the thumb has left', async () => {
    expect(steps()).toEqual([0]);
    machine.look(1);
    expect(steps()).toEqual([0, 1]);
    for (const step of [2, 4, 8, 64]) machine.look(step);
    expect(steps()).toEqual([0, 1]);
    await question()?.answer();
    expect(steps()).toEqual([0, 1, 64]);
  });

  it('fetches ahead one at a time, beside which a chosen stop does not wait', async () => {
    await question()?.answer();
    expect(steps()).toEqual([0, 1]);
    machine.look(64);
    expect(steps()).toEqual([0, 1, 64]);
    await asked[2]?.answer();
    expect(now()).toMatchObject({ waiting: false, moment: { step: 64 } });
    expect(steps()).toEqual([0, 1, 64]);
  });

  it('fetches neighbours, the side it moves to first, and nothing else while training goes on', async () => {
    machine.look(8);
    machine.look(16);
    await answerAll();
    // 0 and 8 were on their way when the thumb came to 16; 8 lies on one side of it.
    expect(steps().slice(0, 5)).toEqual([0, 8, 16, 32, 64]);
    expect(new Set(steps())).toEqual(new Set([0, 1, 2, 4, 8, 16, 32, 64, 128]));
    asked.length = 0;
    machine.look(16);
    expect(asked).toEqual([]);
  });

  it('shows the nearest moment until the wanted one is there, then that one', async () => {
    await question()?.answer();
    machine.look(64);
    expect(looksAt()).toEqual([[0, 1]]);
    // Words and pictures are of the same step.
    expect(now()).toMatchObject({ waiting: true, moment: { step: 0 } });
    while (question()?.step !== 64) await question()?.answer();
    await question()?.answer();
    expect(looksAt()).toEqual([[4, 1]]);
    expect(now()).toMatchObject({ waiting: false, moment: { step: 64 } });
  });

  it('lies between two stops when the step does', async () => {
    machine.look(48);
    await answerAll();
    // 32 % 6 = 2 and 64 % 6 = 4, half of each.
    expect(looksAt()).toEqual([
      [2, 0.5],
      [4, 0.5],
    ]);
    machine.look(56);
    expect(looksAt()).toEqual([
      [2, 0.25],
      [4, 0.75],
    ]);
  });

  it('fetches everything once the run rests, coarse to fine, and then stays silent', async () => {
    vi.useFakeTimers();
    await answerAll();
    machine.setRunning(false);
    machine.look(0);
    await answerAll();
    // While the person moves, what lies further away waits.
    expect(new Set(steps())).toEqual(new Set([0, 1, 2, 4, 8]));
    vi.advanceTimersByTime(250);
    await answerAll();
    vi.useRealTimers();
    expect(new Set(steps())).toEqual(new Set(ALL));
    expect(new Set(steps()).size).toBe(steps().length);
    expect(now().cached.stops).toBe(ALL.length);
  });

  it('takes a stop away that the server no longer keeps', async () => {
    await question()?.answer();
    machine.look(4);
    while (question()?.step !== 4) await question()?.answer();
    await question()?.answer({ step: 2 });
    expect(now().stops).not.toContain(4);
    expect(now().moment?.step).toBe(2);
  });

  it('says why a question failed, and asks again when there is reason to', async () => {
    await question()?.refuse(
      new ApiError({ errorType: 'internal_error', message: 'The weights are gone.' }),
    );
    expect(now().problem).toBe('The weights are gone.');
    const before = steps().filter((step) => step === 0).length;
    await answerAll();
    expect(steps().filter((step) => step === 0).length).toBe(before);
    machine.retry();
    expect(question()?.step).toBe(0);
    await question()?.answer();
    expect(now()).toMatchObject({ problem: null, moment: { step: 0 } });
  });

  it('waits for a connection without asking in circles', async () => {
    await question()?.refuse(networkError('lost'));
    for (let i = 0; i < 20 && question(); i++) {
      const before = asked.length;
      await question()?.refuse(networkError('lost'));
      if (asked.length === before) break;
    }
    expect(asked.length).toBeLessThanOrEqual(ALL.length);
  });
});

describe('memory', () => {
  it('stays within its limit over a long run and does not fetch ahead what would not fit', async () => {
    make(20_000);
    restore(Array.from({ length: 200 }, (_, i) => i));
    machine.need(PAST);
    for (let step = 0; step < 200; step += 7) {
      machine.look(step);
      await answerAll();
      expect(now().cached.bytes).toBeLessThanOrEqual(20_000);
    }
  });
});

describe('another text', () => {
  it('is read at the same step, beside the last one, and the probe comes back', async () => {
    restore([0, 4, 8]);
    machine.look(4);
    machine.need(EVERYTHING);
    await answerAll();
    machine.read('thou');
    expect(now().moment).toBeNull();
    expect(question()).toMatchObject({ text: 'thou', step: 4 });
    await question()?.answer();
    expect(question()).toMatchObject({ text: 'thou', step: 8 });
    await answerAll();
    expect(now()).toMatchObject({ moment: { step: 4 }, last: { step: 8 } });
    expect(now().shape?.tokens).toEqual(['t', 'h', 'o', 'u']);
    machine.read(null);
    expect(now().shape?.tokens).toEqual([...PROBE]);
  });

  it('is not covered by live frames', async () => {
    restore([0]);
    machine.setRunning(true);
    machine.need(EVERYTHING);
    machine.read('hi');
    await answerAll();
    frame(5);
    expect(now().shape?.tokens).toEqual(['h', 'i']);
    expect(drawn).toEqual([5]);
  });
});

describe('playing', () => {
  const frames: FrameRequestCallback[] = [];
  const tick = (time: number) => {
    for (const callback of frames.splice(0)) callback(time);
  };
  beforeEach(async () => {
    frames.length = 0;
    vi.spyOn(window, 'requestAnimationFrame').mockImplementation((callback) =>
      frames.push(callback),
    );
    vi.spyOn(window, 'cancelAnimationFrame').mockImplementation(() => {
      frames.length = 0;
    });
    restore([0, 10, 20, 40]);
    machine.need(PAST);
  });

  it('walks from stop to stop at the chosen rate, smoothly, and rests at the end', async () => {
    await answerAll();
    machine.setRate(4);
    machine.play(true);
    tick(0);
    expect(now()).toMatchObject({ playing: true, step: 0 });
    // Half of a stop's 250 ms: half way from step 0 to step 10.
    tick(125);
    expect(now().step).toBe(5);
    expect(looksAt()).toEqual([
      [0, 0.5],
      [4, 0.5],
    ]);
    for (let time = 250; time <= 750; time += 125) tick(time);
    expect(now()).toMatchObject({ playing: false, step: 40 });
  });

  it('shows no step between two stops to a view that has nothing for it', async () => {
    machine.need({ ...PAST, whole: true });
    await answerAll();
    machine.setRate(4);
    machine.play(true);
    for (const [time, step] of [
      [0, 0],
      [200, 0],
      [400, 10],
      [600, 20],
    ] as const) {
      tick(time);
      expect(now()).toMatchObject({ step, moment: { step } });
    }
  });

  it('returns to live at the end of a run that goes on', async () => {
    await answerAll();
    machine.setRunning(true);
    machine.look(20);
    machine.play(true);
    for (const time of [0, 200, 400]) tick(time);
    expect(now()).toMatchObject({ playing: false, step: 'live' });
  });

  it('waits for a picture that is still on its way', async () => {
    machine.look(0);
    while (!asked.some(({ step }) => step === 10)) await question()?.answer();
    const missing = asked.find(({ step }) => step === 10);
    machine.setRate(30);
    machine.play(true);
    for (const time of [0, 200, 400]) tick(time);
    expect(now().step).toBeLessThanOrEqual(10);
    await missing?.answer();
    await answerAll();
    for (const time of [600, 800]) tick(time);
    expect(now().step).toBe(40);
  });

  it('stops where the person takes over', async () => {
    await answerAll();
    machine.play(true);
    tick(0);
    machine.look(20);
    tick(500);
    expect(now()).toMatchObject({ playing: false, step: 20 });
  });
});

it('asks about the session’s text when it was told of it only at the start', async () => {
  make();
  machine.begin(PROBE);
  machine.measured({ step: 0, heads: jobs(), snapshot_bytes: 0 });
  machine.need(PAST);
  await settle();
  expect(question()).toMatchObject({ text: PROBE, step: 0 });
});
