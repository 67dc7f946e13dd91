/** What there is to choose from: bundled texts, this browser's own texts, presets. Holds no choice. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Dataset, Health, Preset, ReferenceLosses, UserDataset } from '@/api/generated';

/** An own text without its words: those stay on the server. */
export type OwnText = Omit<UserDataset, 'text_preview'>;

export interface Catalog {
  state: 'loading' | 'ready' | 'failed';
  datasets: readonly Dataset[];
  presets: readonly Preset[];
  ownTexts: readonly OwnText[];
  /** What trains on the processor, and why that is not compiled code, if it is not; null while nobody said. */
  engine: Pick<Health, 'engine' | 'engine_reason'> | null;
  /** What pasted texts are called on this page, by their id: words of theirs, so never stored and never in an address. */
  titles: Readonly<Record<string, string>>;
}
export type CatalogStore = StoreApi<Catalog>;

/** What every text to train on has, bundled or own. */
export interface TextFacts {
  id: string;
  title: string;
  description: string;
  /** Who wrote it and who prepared it; empty for a person's own. */
  credit: string;
  charCount: number;
  vocabSize: number;
  wordCount: number;
  references: ReferenceLosses;
}

const KEY = 'llmbreaker.own-texts';

const remembered = (storage: Storage): OwnText[] => {
  try {
    const found: unknown = JSON.parse(storage.getItem(KEY) ?? '[]');
    return Array.isArray(found) ? (found as OwnText[]) : [];
  } catch {
    // Written by something else: nothing of ours to remember.
    return [];
  }
};

export const createCatalogStore = (storage: Storage): CatalogStore => {
  const store = createStore<Catalog>(() => ({
    state: 'loading',
    datasets: [],
    presets: [],
    engine: null,
    ownTexts: remembered(storage),
    titles: {},
  }));
  store.subscribe(({ ownTexts }, before) => {
    if (ownTexts !== before.ownTexts) storage.setItem(KEY, JSON.stringify(ownTexts));
  });
  return store;
};

export function rememberText(store: CatalogStore, { text_preview, ...text }: UserDataset): void {
  store.setState(({ ownTexts }) => ({
    ownTexts: [text, ...ownTexts.filter(({ dataset_id }) => dataset_id !== text.dataset_id)],
  }));
}

export function forgetText(store: CatalogStore, datasetId: string): void {
  store.setState(({ ownTexts, titles: { [datasetId]: _, ...titles } }) => ({
    titles,
    ownTexts: ownTexts.filter(({ dataset_id }) => dataset_id !== datasetId),
  }));
}

export function nameText(store: CatalogStore, datasetId: string, title: string): void {
  store.setState(({ titles }) => ({ titles: { ...titles, [datasetId]: title } }));
}

/** What the server calls every text that was not a file. */
export const PASTED = 'Pasted text';

/** What the text of a session is called on this page. */
export const titleOf = (
  { titles }: Pick<Catalog, 'titles'>,
  session: { dataset_id: string; dataset_title: string },
): string => titles[session.dataset_id] ?? session.dataset_title;

/** Longer names do not fit a row. */
const TITLE_CHARACTERS = 24;

/** The first words of a text, as its name; cut within a word only where there is no other place. */
export function titleFrom(text: string): string {
  const line = [...text.trim().slice(0, 400).replace(/\s+/gu, ' ')];
  if (line.length <= TITLE_CHARACTERS) return line.join('');
  const head = line.slice(0, TITLE_CHARACTERS);
  const end = line[TITLE_CHARACTERS] === ' ' ? TITLE_CHARACTERS : head.lastIndexOf(' ');
  return `${head.slice(0, end > TITLE_CHARACTERS / 3 ? end : TITLE_CHARACTERS).join('')}…`;
}

/** Everything that can be trained on, bundled texts first. */
export function allTexts({ datasets, ownTexts, titles }: Catalog): TextFacts[] {
  return [
    ...datasets.map((text) => ({
      id: text.name,
      title: text.display_name,
      description: text.description,
      credit: `${text.credit} (${text.licence})`,
      charCount: text.char_count,
      vocabSize: text.vocab_size,
      wordCount: text.word_count,
      references: text.reference_losses,
    })),
    ...ownTexts.map((text) => ({
      id: text.dataset_id,
      title: titles[text.dataset_id] ?? text.filename,
      description: 'Your own text.',
      credit: '',
      charCount: text.char_count,
      vocabSize: text.vocab_size,
      wordCount: text.word_count,
      references: text.reference_losses,
    })),
  ];
}
