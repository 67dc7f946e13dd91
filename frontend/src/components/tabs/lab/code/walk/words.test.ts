// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { exactText, numberText } from '../numberText';
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
      const values = [...(stop.point?.values ?? [])];
      const most = numberText(Math.max(...values));
      const best = values.flatMap((value, i) => (numberText(value) === most ? [i] : []));
      for (const i of best.length > 3 ? [] : best) expect(text).toContain(story.given(i));
      if (best.length === 1) {
        expect(text).toMatch(
          new RegExp(`looks (first|mostly) at ${story.given(best[0] as number)}$`),
        );
      } else expect(text).toContain(`alike, ${most} each`);
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

  it('call what no figure tells apart alike', () => {
    const stop = stops.find(({ mark, position }) => mark === 'weights' && position === 3);
    const of = (values: number[]) => {
      const point = stop?.point && { ...stop.point, values: Float64Array.from(values) };
      return stop && point ? said(wordsAt({ ...stop, point }, story, ALL)) : '';
    };
    const letters = [0, 1, 2, 3].map((i) => story.given(i));
    expect(of([0.181, 0.182, 0.3, 0.337])).toContain(`looks first at ${letters[3]}`);
    expect(of([0.364, 0.09, 0.182, 0.364])).toContain(
      `looks first at ${letters[0]} and ${letters[3]} alike, 0.36 each`,
    );
    expect(of([0.251, 0.249, 0.251, 0.249])).toMatch(/looks at all 4 alike, 0.25 each$/);
  });

  it('tell of each slope what it is of, and from where it comes', () => {
    const slopes = stops.filter(({ kind }) => kind === 'gradients');
    const texts = new Map(
      slopes.map((stop) => [stop.point?.point ?? '', said(wordsAt(stop, story, ALL))]),
    );
    for (const [name, from] of [
      ['x', /through lm_head|from block 2/],
      ['hidden', /from thought, through fc2; 0 where relu cut, \d+ of 32$/],
      ['mixed', /from attended, through wo/],
    ] as const) {
      expect(texts.get(name)).toMatch(/^how .*grows with what/);
      expect(texts.get(name)).toMatch(from);
    }
    expect(new Set(texts.values()).size).toBe(texts.size);
  });

  it('tell how far the update moved the weights, and what that changes', () => {
    const focus = tokens.length - 2;
    const of = (name: string) => story.find(name as 'before')?.values ?? new Float64Array();
    const { offset = 0 } = recording.offsets.find(({ name }) => name === 'lm_head') ?? {};
    const start = offset + (tokens[focus + 1] as number) * 8;
    const x = story.find('x', { position: focus, layer: 1 })?.values ?? new Float64Array();
    const score = (weights: Float64Array) =>
      x.reduce((sum, one, i) => sum + one * (weights[start + i] as number), 0);
    expect(saidAt('after', null)).toContain(
      `score ${exactText(score(of('after')))} instead of ${exactText(score(of('before')))}`,
    );
    const moved = Array.from({ length: 8 }, (_, i) =>
      Math.abs((of('after')[start + i] as number) - (of('before')[start + i] as number)),
    );
    expect(saidAt('update', null)).toContain(`${numberText(Math.max(...moved))} at most`);
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
