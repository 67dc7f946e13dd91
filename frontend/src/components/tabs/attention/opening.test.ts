// @vitest-environment node
import { expect, it } from 'vitest';
import { openingOf } from './opening';

it.each([
  ['Mariana:\nMy lord, I do confess I ne’er was married', 'My lord, I'],
  ['Μια φορά κι έναν καιρό ζούσε', 'Μια φορά κι'],
  ['Shall I compare', 'Shall I'],
  ['twelve chars and', 'twelve chars'],
  ['kmtocvhgsq kmtocvhgsq kmtocvhgsq\ngylrifmeh', 'kmtocvhgsq kmtoc'],
  ['gsq kmto kmto kmto kmto', 'kmto km'],
  ['祇園精舎の鐘の声諸行無常の響きあり', '祇園精舎の鐘の声諸行無常'],
  ['Emma\nOlivia\nAva', 'Olivia'],
  ['', ''],
])('begins %j with %j', (probe, opening) => {
  expect(openingOf(probe)).toBe(opening);
});
