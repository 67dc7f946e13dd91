// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { recorded } from './fixtures';
import { formulaWords, nameText, placeWords } from './nodeWords';
import { shownAt } from './shown';
import { type Reach, stopsOf } from './stops';
import { type Words, wordsAt } from './words';

const { recording, story, engine } = recorded();
const { tokens, document } = recording.result;
const ALL: Reach = { position: 'all', head: 'all' };
const stops = stopsOf(recording, ALL);
const said = (words: Words) =>
  words.map((part) => (typeof part === 'string' ? part : part[1])).join('');
const saidAt = (mark: string, position: number | null, reach = ALL) => {
  const stop = stops.find((one) => one.mark === mark && one.position === position);
  return stop ? said(wordsAt(stop, story, reach)) : '';
};
const largest = (values: ArrayLike<number>) =>
  Array.from(values).reduce((best, value, i, all) => (value > (all[best] as number) ? i : best), 0);

describe('the sentences of a walk', () => {
  it('say something true at every stop', () => {
    for (const stop of stops) {
      const text = said(wordsAt(stop, story, ALL));
      expect(text.length, stop.mark).toBeGreaterThan(12);
      expect(text, stop.mark).not.toMatch(/undefined|NaN|null/);
    }
  });

  it('name the letter that a head looks at most', () => {
    for (const stop of stops.filter(({ kind, mark }) => kind === 'values' && mark === 'weights')) {
      const text = said(wordsAt(stop, story, ALL));
      const most = story.given(largest(stop.point?.values ?? []));
      expect(
        text.endsWith(`looks first at ${most}`) || text.endsWith(`looks mostly at ${most}`),
      ).toBe(true);
      const after = [...document].slice(0, stop.position ?? 0).join('');
      expect(
        text.startsWith(stop.position === 0 ? 'at the start head' : `after ${after} head`),
      ).toBe(true);
    }
  });

  it('name what is expected, what came, and its probability', () => {
    for (let i = 0; i < tokens.length - 1; i++) {
      const stop = stops.find((one) => one.mark === 'probs' && one.position === i);
      const probs = stop?.point?.values ?? new Float64Array();
      const text = saidAt('probs', i);
      const came = story.letter(tokens[i + 1] as number);
      expect(text).toContain(`it expects ${story.letter(largest(probs))}`);
      expect(text).toContain((probs[tokens[i + 1] as number] as number).toFixed(2));
      expect(text.endsWith('right')).toBe(largest(probs) === tokens[i + 1]);
      if (!text.endsWith('right')) expect(text).toContain(`it was ${came}`);
    }
  });

  it('name what surprised most', () => {
    const losses = recording.result.losses;
    const worst = largest(losses);
    expect(saidAt('losses', null)).toContain(
      `surprised by ${story.letter(tokens[worst + 1] as number)}`,
    );
  });

  it('say on the way back that the letter that came should score higher', () => {
    for (const stop of stops.filter(
      ({ kind, point }) => kind === 'gradients' && point?.point === 'logits',
    )) {
      const came = story.letter(tokens[(stop.position ?? 0) + 1] as number);
      expect(said(wordsAt(stop, story, ALL))).toContain(`${came} should score higher`);
    }
  });
});

describe('the numbers of a walk', () => {
  it('carry their letters: chips for few, bars for many', () => {
    const reach: Reach = { position: 2, head: 0 };
    const shown = (mark: string) => {
      const stop = stopsOf(recording, reach).find((one) => one.mark === mark);
      return stop ? shownAt(stop, story, reach) : null;
    };
    expect(shown('weights')).toMatchObject({ form: 'letters', scale: 'share' });
    expect(shown('weights')?.cells.map(({ label }) => label)).toEqual([
      'start',
      ...document.slice(0, 2),
    ]);
    expect(shown('probs')?.form).toBe('bars');
    expect(shown('probs')?.cells.map(({ label }) => label)).toEqual([...engine.chars, 'end']);
    expect(shown('loss')?.form).toBe('figures');
    expect(shown('document')?.cells.map(({ label }) => label)).toEqual([
      'start',
      ...document,
      'end',
    ]);
    expect(shown('document')?.cells.map(({ value }) => value)).toEqual(tokens);
    expect(shown('losses')?.cells.map(({ label }) => label)).toEqual([...document, 'end']);
  });
});

describe('the names of numbers', () => {
  it('lead from a score to the weights behind it', () => {
    const scores = recording.points.find(
      ({ point, position }) => point === 'scores' && position === 1,
    );
    const score = engine.inspect(scores?.nodes?.[0] ?? -1);
    expect(nameText(score)).toBe('scores[0]');
    expect(placeWords(score.name, story)).toBe(`from ${story.given(1)} to start, layer 0, head 0`);
    expect(formulaWords(score)).toBe('the first divided by the second');
    const match = engine.inspect(score.inputs[0]?.node ?? -1);
    expect(formulaWords(match)).toBe('the sum of 4 numbers');
    const product = engine.inspect(match.inputs[0]?.node ?? -1);
    expect(product.inputs.map(nameText)).toEqual(['q[0]', 'k[0]']);
    const query = engine.inspect(product.inputs[0]?.node ?? -1);
    const weight = engine.inspect(query.inputs[0]?.node ?? -1).inputs[0];
    expect(weight && nameText(weight)).toBe('layers.0.wq[0][0]');
  });
});
