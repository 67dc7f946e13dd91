import { describe, expect, it } from 'vitest';
import { report } from '@/test/fakes';
import { attentionSentence } from './attentionSentence';
import { copiedWords } from './copiedWords';
import { likenessAloud } from './likenesses';
import { temperatureWord } from './temperatureWord';
import { timeLeft, type Watched, watched } from './timeLeft';
import { gotHarder, toldSoFar } from './toldSoFar';
import { wordsVerdict } from './wordsVerdict';
import { directionOf, yourLine } from './yourLine';

describe('the sentences of the tab', () => {
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
      twice: 0.1,
      distinct: 40,
      filtered: 0,
      leftOut: 0,
    };
    expect(wordsVerdict(counts).kind).toBe('good');
    expect(wordsVerdict({ ...counts, distinct: 400 })).toMatchObject({ kind: 'thin' });
    expect(wordsVerdict({ ...counts, distinct: 400 }).text).toMatch(/met about 5 times/);
    expect(wordsVerdict({ ...counts, differentWords: 39 })).toMatchObject({ kind: 'thin' });
    expect(wordsVerdict({ ...counts, twice: 0.52 })).toEqual({
      text: 'about half of it stands there twice: paste each part once',
      kind: 'thin',
    });
    expect(wordsVerdict({ ...counts, twice: 0.97 }).text).toMatch(/^nearly all of it/);
    expect(wordsVerdict({ ...counts, twice: 0.2 }).kind).toBe('good');
  });
  it('has a word for every temperature', () => {
    const words = [0.3, 0.4, 0.5, 1, 1.5].map(temperatureWord);
    expect(new Set(words).size).toBe(5);
  });
  it('words the verdict on copying and fills the bar up to twice the limit', () => {
    const { copied } = report();
    const words = (over: Partial<typeof copied>) => copiedWords({ ...copied, ...over });
    expect(words({ longest: 20 })).toMatchObject({ verdict: 'own words', bar: 0.25 });
    expect(words({ verdict: 'borrowed' }).verdict).toBe('borrows phrases');
    expect(words({ longest: 40, verdict: 'recited' })).toMatchObject({
      verdict: 'recites',
      bar: 0.5,
    });
    expect(copiedWords(copied, false).verdict).toBe('no long run');
    expect(words({ longest: 400 }).bar).toBe(1);
    expect(words({ verdict: 'usual' }).verdict).toBe('as you repeat yourself');
    expect(words({}).usual).toBe('; of a fresh page by you 12\u202f% would');
    expect(words({ share_8gram_self: null }).usual).toBe('; below 20\u202f% is chance');
    expect(copiedWords(copied, false).usual).toBeNull();
    expect(words({}).limitTip).toMatch(/^A run of 40 characters or more/);
    expect(words({ longest_self: 77, limit: 78 }).limitTip).toMatch(/up to 77 characters/);
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
    expect(gotHarder([])).toBe(false);
    expect(gotHarder(at(4, 2.2, 2.25))).toBe(false);
    expect(gotHarder(at(4, 2.2, 2.6))).toBe(true);
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
    // Without spaces all words are as long: that is no likeness.
    expect(likenessAloud(likeness, true)).toMatch(/closest in mix of marks/);
    expect(likenessAloud(likeness, false, 'four pages')).toMatch(/^Measured over four pages, it/);
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
  it('lays a line of the person beside the machine’s, from the place that is watched', () => {
    const text = `It is alive!! I looked in at six and it had bubbles, real ones.\n${'So it went on. '.repeat(9)}`;
    expect(yourLine(text, '! I look')).toMatch(/^I looked in at six and .*, real ones\.\nSo .*…$/);
    expect(yourLine(text, 'oked in')).toMatch(/^looked in/);
    // At the very end from the last sentence with enough behind it.
    expect(yourLine(`${text}Bye`, 'Bye')).toMatch(/^So it went on\. So/);
    expect(yourLine('今天天气很好。我去买菜。', '买菜')).toBe('今天天气很好。我去买菜。');
    expect(yourLine('other words', 'gone')).toBe('gone');
    expect([directionOf('“مرحبا'), directionOf('1. Hello'), directionOf('')]).toEqual([
      'rtl',
      'ltr',
      'ltr',
    ]);
  });
});
