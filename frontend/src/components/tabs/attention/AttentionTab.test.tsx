import { act, fireEvent, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CoreProvider } from '@/contexts/CoreProvider';
import { type FakeWorld, fakeWorld, inspection, jobs, showRun, state } from '@/test/fakes';
import { TextPanel } from '../watch/TextPanel';
import AttentionTab from './AttentionTab';

let world: FakeWorld;
beforeEach(async () => {
  world = fakeWorld();
  world.socket.answers.inspect = (asked) => {
    const { text, step } = asked as { text: string; step: number };
    return inspection(text, step);
  };
  world.socket.answers.generate = (asked) => {
    const { prompt, step } = asked as { prompt: string; step: number };
    const told = { text: 'ever', quality: '2210', token_probs: [1, 1, 1, 1], perplexity: 1 };
    return { ...told, prompt, step, dropped: [] };
  };
  world.core.ui.setState({ tab: 'attention_cinema' });
  await world.core.load();
});
afterEach(() => world.core.close());

const show = (view = <AttentionTab />) =>
  render(<CoreProvider core={world.core}>{view}</CoreProvider>);
const button = (name: string | RegExp) => screen.getByRole('button', { name });
const machine = () => world.core.machines.of('r');

/** A finished run with stops at 0, 50, 73 and 100, where one head found its job at 50. */
function finished() {
  const found = jobs({ '1.0': ['previous_character', 0.72] });
  const samples = [0, 50, 100].map((step) => ({
    step,
    text: `at ${step}`,
    prompt: '',
    quality: '2222',
  }));
  const whole = state('r', {
    ...{ status: 'completed', current_iter: 100, max_iters: 100, samples },
    snapshot_steps: [0, 50, 73, 100],
    head_history: [
      { step: 0, heads: jobs() },
      { step: 50, heads: found },
      { step: 100, heads: found },
    ],
  });
  showRun(world.core, whole);
  machine().restore(whole);
  return whole;
}
const settled = () =>
  act(async () => {
    for (let i = 0; i < 30; i++) await Promise.resolve();
  });

describe('the second tab', () => {
  it('wants frames while it is in view, and says what will appear before the first run', async () => {
    show();
    expect(world.socket.attention).toBe('frames');
    expect(screen.getByText('Nobody is looking yet')).toBeInTheDocument();
    expect(screen.getAllByRole('button', { name: 'Play' })).toHaveLength(1);
    await userEvent.click(button('Train on Shakespeare'));
    expect(world.rest.createSession.mock.calls[0]?.[0].feature_type).toBe('attention_cinema');
    act(() => world.core.ui.setState({ tab: 'watch_learn' }));
    expect(world.socket.attention).toBe('snapshots');
  });

  it('names the job of each head at the step in sight, and none under 0.3', async () => {
    finished();
    show();
    await settled();
    expect(
      button('Layer 1, head 0: looks at the previous character, score 0.72. Open in detail'),
    ).toBeEnabled();
    expect(button('Layer 0, head 0: no clear job. Open in detail')).toBeEnabled();
    act(() => machine().look(0));
    expect(button('Layer 1, head 0: no clear job. Open in detail')).toBeEnabled();
  });

  it('opens a head and keeps it when the view comes back', async () => {
    finished();
    show();
    await settled();
    await userEvent.click(
      button('Layer 1, head 0: looks at the previous character, score 0.72. Open in detail'),
    );
    expect(
      screen.getByRole('heading', { name: 'looks at the previous character' }),
    ).toBeInTheDocument();
    expect(screen.getByRole('img', { name: 'Attention, layer 1, head 0' })).toBeInTheDocument();
    await userEvent.click(screen.getByRole('img', { name: 'Attention, layer 1, head 0' }));
    await userEvent.keyboard('{ArrowRight}');
    expect(screen.getByRole('img', { name: 'Attention, layer 1, head 1' })).toBeInTheDocument();
    expect(world.storage.getItem('llmbreaker.cinema')).toBe(
      JSON.stringify({ view: 'detail', dimensions: '2D', layer: 1, head: 1 }),
    );
  });

  it('explains a head in a sentence to whoever points at its words', async () => {
    finished();
    show();
    await settled();
    await userEvent.hover(button(/^Layer 1, head 0: looks at the previous character/));
    const tip = await screen.findByRole('tooltip');
    expect(tip).toHaveTextContent('looks back at the one just before it. Score: 0 is what');
  });

  it('shows what it goes on to write in the colours of its quality', async () => {
    finished();
    show();
    await settled();
    await userEvent.click(button('Ask'));
    const [words] = await screen.findAllByText('ev', {}, { timeout: 5000 });
    expect(words).toHaveClass('q2');
    expect(words?.nextElementSibling).toHaveClass('q1');
  });

  it('says nothing about a text that it was not given', async () => {
    finished();
    show();
    await settled();
    await userEvent.click(button('Ask'));
    const panel = screen.getByRole('region', { name: 'What comes next' });
    await expect.poll(() => panel.textContent).toContain('Step 100 goes on');
    const box = screen.getByRole('textbox', { name: 'Your text' });
    await userEvent.clear(box);
    await expect.poll(() => panel.textContent).toContain('Type something');
    expect(panel).not.toHaveTextContent(/After|step \d|goes on/i);
  });

  it('goes on from what it was given: without unknown characters and a beginning that is too long', async () => {
    world.socket.answers.inspect = (asked) => {
      const { step } = asked as { step: number };
      return inspection('my cat', step, { dropped: ['🐈'] });
    };
    finished();
    show();
    await settled();
    await userEvent.click(button('Ask'));
    fireEvent.change(screen.getByRole('textbox', { name: 'Your text' }), {
      target: { value: 'See my 🐈cat' },
    });
    const hint = await screen.findByText(/Left out: 🐈/);
    expect(hint).toHaveTextContent('Left out: 🐈. It never met this.');
    expect(hint.parentElement).toHaveTextContent('Only the last 6 characters are read, not See');
    expect(screen.getByText('See', { normalizer: (text) => text.trim() }).tagName).toBe('S');
    const panel = screen.getByRole('region', { name: 'What comes next' });
    expect(panel).toHaveTextContent('After “my␣cat”');
    const prompts = () =>
      world.socket.sent
        .filter(([name]) => name === 'generate')
        .map(([, asked]) => (asked as { prompt: string }).prompt);
    await expect.poll(() => prompts().at(-1)).toBe('my cat');
    // What comes after an earlier character, and how it goes on from there, are about the same text.
    await userEvent.click(button('After y, character 2'));
    expect(panel).toHaveTextContent('After “my”');
    await expect.poll(() => prompts().at(-1)).toBe('my');
  });

  it('follows a run that goes on with every part of one step', async () => {
    const whole = finished();
    const { answers } = world.socket;
    // Each layer's guess names the step that it is of.
    answers.inspect = (asked) => {
      const { text, step } = asked as { text: string; step: number };
      const top = [{ char: step === 100 ? 'C' : 'D', prob: 0.5 }];
      return inspection(text, step, {
        next: [...text].map(() => ({ top, entropy: 1 })),
      });
    };
    showRun(world.core, { ...whole, status: 'running', max_iters: 500 });
    act(() => machine().setRunning(true));
    show();
    await settled();
    await userEvent.click(button('Ask'));
    const panel = screen.getByRole('region', { name: 'What comes next' });
    await expect.poll(() => panel.textContent, { timeout: 5000 }).toContain('Step 100 goes on');
    // The writing of the next step is held back: nothing may tell of it before all of it is there.
    let write = () => {};
    const held = new Promise<void>((resolve) => {
      write = resolve;
    });
    const { generate } = answers;
    answers.generate = async (asked) => {
      await held;
      return generate?.(asked);
    };
    const asked = () =>
      world.socket.sent.filter(([, what]) => (what as { step?: number }).step === 120);
    act(() => machine().measured({ step: 120, heads: jobs(), snapshot_bytes: 1 }));
    await expect.poll(() => asked().map(([name]) => name), { timeout: 5000 }).toContain('generate');
    expect(screen.getAllByText('C').length).toBeGreaterThan(0);
    expect(screen.queryByText('D')).not.toBeInTheDocument();
    expect(screen.getByText(/^Read at step 100/)).toBeInTheDocument();
    expect(panel).toHaveTextContent('step 100');
    write();
    await expect.poll(() => panel.textContent, { timeout: 5000 }).toContain('Step 120 goes on');
    expect(screen.getAllByText('D').length).toBeGreaterThan(0);
    expect(screen.queryByText('C')).not.toBeInTheDocument();
    expect(screen.getByText(/^Read at step 120/)).toBeInTheDocument();
  });

  it('begins Ask with the run\u2019s own words, makes a head large and comes back to it', async () => {
    finished();
    show();
    await settled();
    await userEvent.click(button('Ask'));
    expect(screen.getByRole('textbox', { name: 'Your text' })).toHaveValue('We are such');
    // The one with a job stands first.
    const heads = () => screen.findAllByRole('button', { name: /Enlarge$/ }, { timeout: 5000 });
    expect((await heads())[0]).toHaveAccessibleName(
      'Layer 1, head 0: looks at the previous character. Enlarge',
    );
    await userEvent.click((await heads())[1] as HTMLElement);
    expect(
      screen.getByRole('region', { name: 'Layer 0, head 0, in your text' }),
    ).toBeInTheDocument();
    await userEvent.keyboard('{Escape}');
    expect((await heads())[1]).toHaveFocus();
    fireEvent.change(screen.getByRole('textbox', { name: 'Your text' }), {
      target: { value: 'x' },
    });
    expect(
      await screen.findByText(/^One character can only look at itself/, {}, { timeout: 5000 }),
    ).toBeInTheDocument();
  });

  it('says why a question has no third dimension, and does nothing', async () => {
    finished();
    show();
    await settled();
    await userEvent.click(button('Ask'));
    await userEvent.hover(button('3D'));
    expect(await screen.findByRole('tooltip')).toHaveTextContent('Ask is flat');
    await userEvent.click(button('3D'));
    expect(world.core.cinema.getState()).toMatchObject({ view: 'ask', dimensions: '2D' });
  });

  it('reads the person\u2019s own text while Ask is open and never writes it down', async () => {
    finished();
    show();
    await settled();
    await userEvent.click(button('Ask'));
    const box = screen.getByRole('textbox', { name: 'Your text' });
    await userEvent.clear(box);
    await userEvent.type(box, 'zebra');
    await expect
      .poll(() => screen.getAllByRole('button', { name: /^After ., character/ }).length)
      .toBe(5);
    expect(world.storage.getItem('llmbreaker.cinema')).not.toContain('zebra');
    await userEvent.click(button('Overview'));
    expect(machine().store.getState().text).toBeNull();
  });
});

it('leads the first tab: stage and rows show the sample that was there by then, and a button leads back', async () => {
  finished();
  machine().look(75);
  show(<TextPanel />);
  expect(screen.getByRole('heading', { name: 'At step 73, written at 50' })).toBeInTheDocument();
  expect(screen.getAllByRole('listitem')[1]).toHaveAttribute('data-state', 'hovered');
  await userEvent.click(button('Back to latest'));
  expect(screen.getByText('After 100 steps, it writes')).toBeInTheDocument();
});
