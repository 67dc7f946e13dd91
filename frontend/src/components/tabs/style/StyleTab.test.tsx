import { act, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { MemoryRouter } from 'react-router';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SessionState } from '@/api/generated';
import { QuestionDialog } from '@/components/dashboard/QuestionDialog';
import { CoreProvider } from '@/contexts/CoreProvider';
import type { Run } from '@/contexts/sessions';
import { useShortcuts } from '@/hooks/useShortcuts';
import { type FakeWorld, fakeWorld, preset, report, showRun, state } from '@/test/fakes';
import StyleTab from './StyleTab';

let world: FakeWorld;
beforeEach(async () => {
  world = fakeWorld();
  world.rest.presets.mockResolvedValue([preset('tuned', 'Tuned'), preset('style', 'Your style')]);
  await world.core.load();
  world.core.ui.setState({ tab: 'style_transfer' });
});
afterEach(() => world.core.close());

const show = () =>
  render(
    <MemoryRouter>
      <CoreProvider core={world.core}>
        <StyleTab />
        <QuestionDialog />
      </CoreProvider>
    </MemoryRouter>,
  );
const button = (name: string) => screen.getByRole('button', { name });
const style = (over: Partial<SessionState> = {}) =>
  showRun(world.core, state('r', { feature_type: 'style_transfer', ...over }));
/** Checkpoints 25 steps apart, by their losses of unseen text. */
const learned = (...losses: number[]) => ({
  loss_history: losses.map((val_loss, i) => ({
    ...state('x').loss_history[0],
    ...{ step: 25 * i, train_loss: 1, val_loss },
  })) as SessionState['loss_history'],
});
const alter = (change: Partial<Run>) =>
  world.core.sessions.setState(({ runs }) => ({
    runs: Object.fromEntries(Object.entries(runs).map(([id, run]) => [id, { ...run, ...change }])),
  }));
const result = (over = report()) => {
  style({ status: 'completed', current_iter: 300 });
  alter({ report: over });
};

describe('the words', () => {
  it('counts while they are typed and lets Train go at fifty', async () => {
    show();
    expect(button('Train')).toBeDisabled();
    expect(button('Train')).toHaveAccessibleDescription(/50 words/);
    const box = screen.getByRole('textbox', { name: 'Your text' });
    act(() => world.core.style.type('word '.repeat(49)));
    expect(box).toHaveAccessibleDescription(/49 words, 1 more needed/);
    await userEvent.type(box, 'more 😀');
    expect(box).toHaveAccessibleDescription(/51 words|50 words/);
    expect(box).toHaveAccessibleDescription(/1 left out/);
    expect(button('Train')).toBeEnabled();
  });

  it('offers to cut what is too long, and Undo', async () => {
    show();
    act(() => world.core.style.type('word '.repeat(10_100)));
    expect(screen.getByRole('alert')).toHaveTextContent(
      '10,100 words and 50,500 characters are too many',
    );
    expect(button('Train')).toBeDisabled();
    await userEvent.click(button('Keep the first 10,000 words'));
    expect(button('Train')).toBeEnabled();
    await userEvent.click(button('Undo'));
    expect(screen.getByRole('alert')).toBeInTheDocument();
  });

  it('says how long it will take, twice the same: the pace, and what checkpoints add', async () => {
    const style = preset('style', 'Your style');
    const training = { ...style.training, max_iters: 650, eval_interval: 25 };
    const expected = { ...style.expected, seconds: 3 };
    world.rest.presets.mockResolvedValue([{ ...style, training, expected, speed_multiplier: 2 }]);
    await world.core.load();
    show();
    const seconds = (count: number) => {
      expect(screen.getByRole('heading', { name: /it writes like you/ })).toHaveTextContent(
        `In about ${count} seconds`,
      );
      expect(screen.getByText(/650 steps/)).toHaveTextContent(`about ${count} seconds`);
    };
    seconds(17);
    act(() => world.core.style.store.setState({ speed: 0 }));
    seconds(4);
    // The last run at this speed took longer, at another one it is no matter.
    act(() => world.core.measured.setState({ 'style@0': 0.0177 }));
    seconds(12);
    act(() => world.core.style.store.setState({ speed: 2 }));
    seconds(17);
    // A machine that is slower than the pace sets it.
    act(() => world.core.measured.setState({ style: 0.05 }));
    act(() => world.core.style.store.setState({ speed: 10 }));
    seconds(33);
  });

  it('fills the box with an example', async () => {
    show();
    await userEvent.click(await screen.findByRole('button', { name: /A diary/ }));
    const box = screen.getByRole('textbox', { name: 'Your text' });
    expect(box).toHaveValue('so anyway '.repeat(60));
    expect(screen.getByRole('heading', { name: 'A diary' })).toBeInTheDocument();
    await userEvent.type(box, '!');
    expect(screen.getByRole('heading', { name: 'Your words' })).toBeInTheDocument();
  });
});

describe('the training', () => {
  it('marks the step that knew unseen text best, not the newest', () => {
    style(learned(4, 2, 2.5));
    show();
    expect(screen.getByRole('region', { name: 'Loss' })).toHaveTextContent(
      'Best on unseen text so far: step 25.',
    );
    expect(screen.getByRole('img', { name: 'Loss curve' })).toHaveAccessibleDescription(
      /Best on unseen text: step 25\./,
    );
    expect(screen.getByRole('region', { name: 'Loss' })).toHaveTextContent(
      'too sure where it is wrong',
    );
  });

  it('has no best step before it has learned anything', () => {
    style(learned(4));
    show();
    expect(screen.getByRole('region', { name: 'Loss' })).toHaveTextContent(
      'How surprised it is by each next character',
    );
  });

  it('shows the newest line and how much of it is the person’s', () => {
    style({ samples: [{ step: 25, text: 'the xq', prompt: '', quality: '222100' }] });
    show();
    expect(screen.getByText('Step 25, it writes')).toBeInTheDocument();
    expect(document.querySelector('.voice-share')).toHaveTextContent('50 % in your words');
    expect(button('Pause')).toBeEnabled();
    expect(button('Stop')).toBeEnabled();
  });

  it('shows what the person wrote there, more than the machine can see at once', () => {
    style();
    act(() => world.core.style.type('Oh. We are such stuff\nas dreams are made on'));
    show();
    const line = () => document.querySelector('.voice-you');
    expect(line()).toHaveTextContent('You wrote Oh. We are such stuff as dreams are made on');
    act(() => world.core.style.type('Other words by now'));
    expect(line()).toHaveTextContent(/You wrote We are such stuff$/);
  });

  it('says what happened to a failed run and leads back to the words', async () => {
    style({ status: 'error', error_message: 'The training process was lost.' });
    show();
    expect(screen.getByRole('alert')).toHaveTextContent('The training process was lost.');
    await userEvent.click(button('Change the words'));
    expect(await screen.findByRole('textbox', { name: 'Your text' })).toHaveValue(
      'the words of the run',
    );
    await userEvent.click(button('Back to the run'));
    expect(screen.getByRole('alert')).toBeInTheDocument();
  });

  it('suggests a shorter text where memory ran out', () => {
    style({ status: 'error' });
    alter({ failure: { type: 'out_of_memory', message: 'It needed more memory.' } });
    show();
    expect(screen.getByRole('alert')).toHaveTextContent(
      'It needed more memory. The text is too large for the memory there is.',
    );
    expect(button('Change the words')).toBeEnabled();
  });

  it('tells that a run went with its server, and keeps what it wrote', async () => {
    style({ samples: [{ step: 25, text: 'the xq', prompt: '', quality: '222100' }] });
    act(() => world.core.training.lose('r'));
    show();
    expect(screen.getByRole('alert')).toHaveTextContent('This run went with its server');
    const wrote = screen.getByRole('region', { name: 'Generated text' });
    expect(wrote).toHaveTextContent('the xq');
    expect(button('Train')).toBeDisabled();
    expect(button('Train')).toHaveAccessibleDescription(/50 words/);
  });

  it('lets a stopped run write by its best weights, and leads back to the run', async () => {
    style({ status: 'stopped', current_iter: 80, ...learned(4, 3, 2, 2.5) });
    show();
    expect(screen.getByText(/comparison with your words comes with a whole run/)).toBeVisible();
    expect(button('Train')).toBeInTheDocument();
    await userEvent.click(button('Write more'));
    expect(await screen.findByText(/and so on/)).toBeInTheDocument();
    const [, wish] = world.socket.sent.findLast(([name]) => name === 'generate') ?? [];
    expect(wish).toMatchObject({ session_id: 'r', step: 50 });
    await userEvent.click(button('Back to the run'));
    expect(screen.getByText(/comes with a whole run/)).toBeInTheDocument();
  });

  it('tells the place in the line', () => {
    style({ status: 'queued', queue_position: 2 });
    show();
    expect(screen.getByText(/Waiting for a free place, position 2/)).toBeInTheDocument();
    expect(button('Pause')).toBeDisabled();
    expect(button('Stop')).toBeEnabled();
  });
});

describe('the result', () => {
  it('links what is pointed at in one text with the other and tells why', async () => {
    result();
    show();
    const made = screen.getByRole('region', { name: 'The machine wrote' });
    const [first] = within(made).getAllByRole('button', { name: 'let me know if' });
    expect(first).toHaveAccessibleDescription('4 words, 14 characters, three times in your text');
    await userEvent.hover(first as HTMLElement);
    expect(document.querySelector('.gutter')).toHaveTextContent('three times in your text');
    expect(document.querySelectorAll('.phrase[data-active="true"]')).toHaveLength(3);
    await userEvent.unhover(first as HTMLElement);
    expect(document.querySelectorAll('.phrase[data-active="true"]')).toHaveLength(0);
  });

  it('marks the longest run in both texts from its figure, until it is pressed again', async () => {
    const { copied } = report();
    result(report({ copied: { ...copied, longest: 7, longest_text: 'e know ' } }));
    show();
    const figure = button('Show the longest run, 7 characters, in both texts');
    const marked = () =>
      [...document.querySelectorAll('.phrase[data-active="true"]')].map((mark) => mark.textContent);
    await userEvent.click(figure);
    expect(marked()).toEqual(['e know', 'e know']);
    expect(document.querySelector('.gutter')).toHaveTextContent('the longest run, 7 characters');
    expect(figure).toHaveAttribute('aria-pressed', 'true');
    await userEvent.click(figure);
    expect(marked()).toEqual([]);
  });

  it('says which words of a long text stand there', () => {
    result(report({ excerpt_words: [201, 400] }));
    show();
    const mine = screen.getByRole('region', { name: 'You wrote' });
    expect(mine).toHaveTextContent('excerpt: words 201–400 of 628');
  });

  it('says which step wrote and why no later one', () => {
    result();
    show();
    const made = screen.getByRole('region', { name: 'The machine wrote' });
    expect(made).toHaveTextContent('by step 250, before it began to recite');
  });

  it('shows the curve in Details, and whose weights wrote', async () => {
    result();
    show();
    await userEvent.click(button('Details'));
    const curve = screen.getByRole('region', { name: 'How it got there' });
    expect(curve).toHaveTextContent('Step 250 writes, before it began to recite.');
  });

  it('types the machine’s text once, not whenever it is looked at', async () => {
    const pair = () => document.querySelector<HTMLElement>('.pair');
    result();
    show();
    expect(pair()).toHaveAttribute('data-first', 'true');
    await userEvent.click(button('Details'));
    await userEvent.click(button('Compare'));
    expect(pair()).toHaveAttribute('data-first', 'false');
  });

  it('walks from phrase to phrase with the arrow keys', async () => {
    result();
    show();
    const made = screen.getByRole('region', { name: 'The machine wrote' });
    const phrases = within(made).getAllByRole('button', { name: 'let me know if' });
    act(() => phrases[0]?.focus());
    await userEvent.keyboard('{ArrowRight}');
    expect(phrases[1]).toHaveFocus();
    await userEvent.keyboard('{Escape}');
    expect(document.querySelectorAll('.phrase[data-active="true"]')).toHaveLength(0);
  });

  it('says so where unseen text only got harder, and marks no best step', async () => {
    style({ status: 'completed', current_iter: 300, ...learned(4, 4.2, 4.5) });
    alter({ report: report({ step: 25 }) });
    show();
    await userEvent.click(button('Details'));
    const card = screen.getByRole('region', { name: 'How it got there' });
    expect(card).toHaveTextContent('Unseen text only got harder. Step 25 writes, ');
    expect(card).not.toHaveTextContent('Best on unseen text');
  });

  it('reads text as text', () => {
    result(report({ text: '<b>bold</b> & so', matches: [], aloud: 'x' }));
    show();
    const made = screen.getByRole('region', { name: 'The machine wrote' });
    expect(made).toHaveTextContent('<b>bold</b> & so');
    expect(made.querySelector('b')).toBeNull();
  });

  it('tells how sure it was of gibberish too, and shows it', () => {
    result(report({ gibberish: true }));
    show();
    const sure = screen.getByRole('region', { name: 'How sure it was' });
    expect(sure).toHaveTextContent('41 % a character');
    expect(sure).toHaveTextContent('61 % as likely as its top pick');
    expect(sure).toHaveTextContent('perplexity 6.4: like picking one of 6.4 characters each time');
    expect(screen.getByRole('region', { name: 'The machine wrote' })).toHaveTextContent('let me');
  });

  it('leaves formality to Details where a text has no word of its lists', async () => {
    const { original, generated } = report();
    result(report({ original, generated: { ...generated, formality: 50, formal_words: 0 } }));
    show();
    const style = screen.getByRole('region', { name: 'Style' });
    expect(style).not.toHaveTextContent('Formality');
    expect(style).toHaveTextContent('Words to a mark');
    expect(style).toHaveTextContent('machine, four pages');
    expect(style.querySelectorAll('.dot')).toHaveLength(6);
    await userEvent.click(button('Details'));
    const rhythm = screen.getByRole('region', { name: 'Rhythm' });
    expect(rhythm).toHaveTextContent('you 58the machine no listed words');
  });

  it('writes more with what was wished for', async () => {
    result();
    show();
    await userEvent.click(button('Write more'));
    expect(await screen.findByText(/and so on/)).toBeInTheDocument();
    await userEvent.type(screen.getByRole('textbox', { name: 'Beginning' }), 'Dear');
    await userEvent.click(button('Generate'));
    const [, wish] = world.socket.sent.findLast(([name]) => name === 'generate') ?? [];
    expect(wish).toMatchObject({ prompt: 'Dear', step: 250, max_new_tokens: 400 });
    await userEvent.click(button('Compare'));
    await userEvent.click(button('Write more'));
    expect(screen.getByRole('textbox', { name: 'Beginning' })).toHaveValue('Dear');
  });

  it('keeps the beginning as it was typed, however little of it the machine can see', async () => {
    const copy = vi.fn(() => Promise.resolve());
    result();
    show();
    await userEvent.click(button('Write more'));
    await screen.findByText(/and so on/);
    Object.defineProperty(navigator, 'clipboard', {
      value: { writeText: copy },
      configurable: true,
    });
    await userEvent.type(screen.getByRole('textbox', { name: 'Beginning' }), 'However,  I will ');
    await userEvent.click(button('Generate'));
    await vi.waitFor(() =>
      expect(document.querySelector('.phrases-lead')?.textContent).toBe('However,  I will '),
    );
    await userEvent.click(button('Copy'));
    expect(copy).toHaveBeenCalledExactlyOnceWith('However,  I will  and so on.');
  });

  it('plays the quiz by keys and keeps the score', async () => {
    world.rest.quiz.mockResolvedValue({
      step: 250,
      snippets: [
        { text: 'mine', source: 'original' },
        { text: 'its', source: 'machine' },
      ],
    });
    result();
    show();
    await userEvent.click(button('Quiz'));
    expect(await screen.findByText('mine')).toBeInTheDocument();
    await userEvent.keyboard('{ArrowLeft}');
    expect(screen.getByText(/Right, these are your words/)).toBeInTheDocument();
    await userEvent.keyboard('{Enter}{ArrowLeft}');
    expect(screen.getByText(/It passed for you/)).toBeInTheDocument();
    await userEvent.keyboard('{Enter}');
    expect(screen.getByText('1')).toBeInTheDocument();
    expect(world.core.style.store.getState().score).toEqual({ sessionId: 'r', right: 1, of: 2 });
    await userEvent.click(button('Compare'));
    expect(screen.getByText('last time: 1 of 2')).toBeInTheDocument();
    // It is no score of another run.
    act(() => result());
    act(() => world.core.style.store.setState({ score: { sessionId: 'x', right: 5, of: 5 } }));
    expect(screen.queryByText(/last time/)).toBeNull();
  });
});

function Keys() {
  useShortcuts([], () => undefined);
  return null;
}

describe('keys', () => {
  const listen = () =>
    render(
      <CoreProvider core={world.core}>
        <Keys />
      </CoreProvider>,
    );

  it('train the words and leave alone what trains elsewhere', async () => {
    showRun(world.core, state('other'));
    act(() => world.core.style.type('word '.repeat(60)));
    listen();
    await userEvent.keyboard('s.');
    expect(world.socket.names()).toEqual([]);
    await userEvent.keyboard(']');
    expect(world.core.style.store.getState().speed).toBe(2);
    await userEvent.keyboard(' ');
    await expect.poll(() => world.socket.names()).toContain('start_training');
    expect(world.core.sessions.getState().runs.other?.status.status).toBe('running');
  });

  it('do not begin anew while the quiz is played', async () => {
    result();
    world.core.style.store.setState({ view: 'quiz' });
    listen();
    await userEvent.keyboard(' ');
    expect(world.socket.names()).toEqual([]);
    world.core.style.store.setState({ view: 'compare' });
    await userEvent.keyboard(' ');
    await expect.poll(() => world.socket.names()).toEqual(['start_training']);
  });
});
