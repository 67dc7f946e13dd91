import { act, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { MemoryRouter } from 'react-router';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SessionState } from '@/api/generated';
import { QuestionDialog } from '@/components/dashboard/QuestionDialog';
import { CoreProvider } from '@/contexts/CoreProvider';
import { useShortcuts } from '@/hooks/useShortcuts';
import { type FakeWorld, fakeWorld, preset, report, showRun, state } from '@/test/fakes';
import { attentionSentence } from './attentionSentence';
import { copiedWords } from './copiedWords';
import { likenessAloud } from './likenesses';
import StyleTab from './StyleTab';
import { temperatureWord } from './temperatureWord';
import { timeLeft, type Watched, watched } from './timeLeft';
import { toldSoFar } from './toldSoFar';
import { wordsVerdict } from './wordsVerdict';

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
const result = (over = report()) => {
  style({ status: 'completed', current_iter: 300 });
  world.core.sessions.setState(({ runs }) => ({
    runs: Object.fromEntries(
      Object.entries(runs).map(([id, run]) => [id, { ...run, report: over }]),
    ),
  }));
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
  const point = (step: number, val_loss: number) => ({
    ...state('x').loss_history[0],
    ...{ step, train_loss: 1, val_loss },
  });
  const learned = (...losses: number[]) => ({
    loss_history: losses.map((loss, i) => point(25 * i, loss)) as SessionState['loss_history'],
  });

  it('marks the step that knew unseen text best, not the newest', () => {
    style(learned(4, 2, 2.5));
    show();
    expect(screen.getByRole('region', { name: 'Loss' })).toHaveTextContent(
      'Best on unseen text so far: step 25.',
    );
    expect(screen.getByRole('img', { name: 'Loss curve' })).toHaveAccessibleDescription(
      /Best on unseen text: step 25\./,
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
    const point = (step: number, val_loss: number) => ({ step, train_loss: 1, val_loss });
    style({
      ...{ status: 'stopped', current_iter: 80 },
      loss_history: [point(0, 4), point(50, 2), point(75, 2.5)].map((at) => ({
        ...state('x').loss_history[0],
        ...at,
      })) as SessionState['loss_history'],
    });
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
    expect(sure).toHaveTextContent('61 % beside the likeliest');
    expect(sure).toHaveTextContent('perplexity 6.4 of its own choices');
    expect(screen.getByRole('region', { name: 'The machine wrote' })).toHaveTextContent('let me');
  });

  it('says that a text has no word of the formality lists', () => {
    const { original, generated } = report();
    result(report({ original, generated: { ...generated, formality: 50, formal_words: 0 } }));
    show();
    const style = screen.getByRole('region', { name: 'Style' });
    expect(style).toHaveTextContent('you 58the machine no listed words');
    expect(style.querySelectorAll('.dot')).toHaveLength(4);
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
    expect(copy).toHaveBeenCalledExactlyOnceWith('However,  I will  and so on');
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

describe('small words', () => {
  it('tells the time left as long as there is some', () => {
    expect(timeLeft(4.2)).toBe('about 5 s left');
    expect(timeLeft(900)).toBe('about 15 minutes left');
    expect(timeLeft(0)).toBe('reading what it wrote');
    expect(timeLeft(null)).toBeNull();
  });
  it('reckons the time left from all steps so far, and lets it grow only slowly', () => {
    let seen: Watched | null = null;
    const see = (step: number, now: number, running = true, key = 'r') => {
      seen = watched(seen, { key, step, now, running, maxIters: 1000, rate: 50 });
      return seen.left;
    };
    expect(see(0, 0)).toBeNull();
    expect(see(10, 200)).toBeNull();
    expect(see(100, 2000)).toBeCloseTo(18);
    // Ten times slower for a moment: the mean alone would say 26.
    expect(see(105, 3000)).toBeLessThan(18.6);
    see(105, 4000, false);
    see(105, 60_000);
    // The rest counts for nothing.
    expect(see(155, 61_000)).toBeLessThan(25);
    expect(see(160, 61_100, true, 'faster')).toBeNull();
  });
  it('takes no speed from the steps that a page loaded anew is told at once', () => {
    let seen: Watched | null = null;
    const see = (step: number, now: number, rate: number) => {
      seen = watched(seen, { key: 'r', step, now, rate, running: true, maxIters: 1000 });
      return seen.left;
    };
    see(0, 0, 0);
    // The story so far, and what happened while it was on its way.
    expect(see(30, 80, 50)).toBeNull();
    expect(see(60, 480, 50)).toBeCloseTo(12.5, 0);
    see(400, 490, 50);
    expect(see(500, 500, 50)).toBeNull();
    expect(see(510, 700, 50)).toBeNull();
    expect(see(550, 1500, 50)).toBeCloseTo(9);
    // A hiccup in the middle is no new beginning.
    expect(see(551, 1501, 50)).toBeLessThan(9);
    expect(see(560, 1700, 50)).toBeCloseTo(8.8, 0);
  });
  it('asks for more of what repeats itself or has a character for every other place', () => {
    const counts = {
      characters: 2000,
      words: 400,
      differentWords: 200,
      distinct: 40,
      filtered: 0,
      leftOut: 0,
    };
    expect(wordsVerdict(counts).kind).toBe('good');
    expect(wordsVerdict({ ...counts, distinct: 400 })).toMatchObject({ kind: 'thin' });
    expect(wordsVerdict({ ...counts, distinct: 400 }).text).toMatch(/met about 5 times/);
    expect(wordsVerdict({ ...counts, differentWords: 39 })).toMatchObject({ kind: 'thin' });
  });
  it('has a word for every temperature', () => {
    const words = [0.3, 0.4, 0.5, 1, 1.5].map(temperatureWord);
    expect(new Set(words).size).toBe(5);
  });
  it('words the verdict on copying and fills the bar up to twice the limit', () => {
    const { copied } = report();
    const words = (over: Partial<typeof copied>) => copiedWords({ ...copied, ...over });
    expect(words({ longest: 20 })).toMatchObject({ verdict: 'own words', over: false, bar: 0.25 });
    expect(words({ verdict: 'borrowed' })).toMatchObject({
      verdict: 'borrows phrases',
      over: true,
    });
    expect(words({ longest: 40, verdict: 'recited' })).toMatchObject({ over: true, bar: 0.5 });
    expect(copiedWords(copied, false).verdict).toBe('no long run');
    expect(words({ longest: 400 }).bar).toBe(1);
    expect(words({}).usual).toBe('12\u202f%');
    expect(words({ share_8gram_self: null }).usual).toBeNull();
  });
  it('says what is known of the person by the lines that unseen text has passed', () => {
    const lines = { uniform: 4, unigram: 3, bigram: 2.5, trigram: 2 };
    const at = (...losses: (number | null)[]) =>
      losses.map((valLoss, i) => ({ step: 25 * i, trainLoss: 3 - i, valLoss }));
    const said = [null, 3.5, 2.9, 2.2, 1.5].map((loss) => toldSoFar(at(4, loss), lines));
    expect(said[0]).toBe(said[1]);
    expect(new Set(said).size).toBe(4);
    // Where triples tell no more than pairs, nobody can know them.
    expect(toldSoFar(at(4, 1.5), { ...lines, trigram: 2.5 })).toBe(said[3]);
    expect(toldSoFar(at(4, 1.5), null)).toBe(said[0]);
    expect(toldSoFar([], lines)).toBe(said[0]);
    // Words of the person are told by what it writes, not by the line.
    expect(toldSoFar(at(4, 1.5), lines, 0.06)).toMatch(/still rare/);
    expect(toldSoFar(at(4, 1.5), lines, 0.3)).toMatch(/Some of what it writes/);
    expect(toldSoFar(at(4, 1.5), lines, 0.6)).toMatch(/Most of what it writes/);
    expect(toldSoFar(at(4, 2.2), lines, 0.6)).toBe(said[3]);
    // A little harder is chance; clearly harder is no memory either, and what was known is known.
    expect(toldSoFar(at(4, 2.2, 2.25), lines)).toBe(said[3]);
    const harder = toldSoFar(at(4, 2.2, 2.6), lines);
    expect(harder).toContain(said[3]);
    expect(harder).toMatch(/Since step 25 it grows surer of itself/);
    expect(harder).not.toMatch(/by heart|memoris|recite/);
  });
  it('says all in all, what is closest and what is furthest', () => {
    const likeness = { ...report().similarity, common_words: 0.4, word_lengths: 0.95 };
    expect(likenessAloud(likeness).replaceAll('\u202f', ' ')).toBe(
      'All in all it is 80 % like you: closest in word lengths (95 %), furthest in common words (40 %).',
    );
  });
  it('says what the heads learn, the strongest first', () => {
    const job = (label: 'induction' | 'word_start' | 'mixed', score: number) => ({
      ...{
        label,
        score,
        does: '',
        meaning: '',
        explains: '',
        clear: true,
        found: label !== 'mixed',
      },
    });
    expect(attentionSentence([job('mixed', 0.2)])).toMatch(/everywhere/);
    expect(attentionSentence([job('mixed', 0.2)], false)).toMatch(/^No head found/);
    expect(attentionSentence([job('induction', 0.4), job('word_start', 0.6)])).toBe(
      'It is learning to look back to where the word began and find what came next last time.',
    );
  });
});
