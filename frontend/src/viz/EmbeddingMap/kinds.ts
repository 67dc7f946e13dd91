/**
 * Kinds of characters and their colours. Violet, green and amber have other jobs on this page: letters and digits stay within what is learned
 * (cyan, blue, near white, sky), signs on letters and punctuation are a pale grey and whitespace a darker one. No two kinds share both colour and shape. Every point is its own letter inside the
 * shape of its kind (`shapes`), so none depends on its colour alone. Pure.
 */
import { START_MARK } from '../glyph';
import { palette } from '../palette';

export const KINDS = [
  'vowel',
  'consonant',
  'capital',
  'letter',
  'mark',
  'digit',
  'punctuation',
  'whitespace',
  'start',
] as const;
export type Kind = (typeof KINDS)[number];

export const KIND_NAMES: Record<Kind, string> = {
  vowel: 'vowels',
  consonant: 'consonants',
  capital: 'capitals',
  letter: 'letters',
  mark: 'signs on letters',
  digit: 'digits',
  punctuation: 'punctuation',
  whitespace: 'whitespace',
  start: 'the start of a text',
};

export const KIND_COLORS: Record<Kind, string> = {
  vowel: palette['cyan-text'],
  consonant: palette['blue-text'],
  capital: palette.head,
  letter: palette['sky-text'],
  mark: palette['text-2'],
  digit: palette['sky-text'],
  punctuation: palette['text-2'],
  whitespace: palette['text-3'],
  start: palette['text-2'],
};

/** Where vowels and consonants are letters of one kind, so that the list below knows them all; elsewhere a letter is a letter. */
const ALPHABET = /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]/u;
/** y counts as a consonant. */
const VOWELS = /^[aeiouæœøıαεηιουωаеёиоуыэюяєі]$/u;

export function kindOf(char: string): Kind {
  if (char === START_MARK) return 'start';
  if (/^\s$/u.test(char)) return 'whitespace';
  if (/^\p{N}$/u.test(char)) return 'digit';
  if (/^\p{M}/u.test(char)) return 'mark';
  if (!/^\p{L}/u.test(char)) return 'punctuation';
  if (/^\p{Lu}/u.test(char)) return 'capital';
  if (!ALPHABET.test(char)) return 'letter';
  const plain = char.normalize('NFD').charAt(0);
  return VOWELS.test(plain) || VOWELS.test(char) ? 'vowel' : 'consonant';
}
