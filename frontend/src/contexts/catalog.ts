/** What there is to choose from: bundled texts, this browser's own texts, presets. Holds no choice. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Dataset, Preset, ReferenceLosses, UserDataset } from '@/api/generated';

/** An own text without its words: those stay on the server. */
export type OwnText = Omit<UserDataset, 'text_preview'>;

export interface Catalog {
  state: 'loading' | 'ready' | 'failed';
  datasets: readonly Dataset[];
  presets: readonly Preset[];
  ownTexts: readonly OwnText[];
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
    ownTexts: remembered(storage),
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
  store.setState(({ ownTexts }) => ({
    ownTexts: ownTexts.filter(({ dataset_id }) => dataset_id !== datasetId),
  }));
}

/** Everything that can be trained on, bundled texts first. */
export function allTexts({ datasets, ownTexts }: Catalog): TextFacts[] {
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
      title: text.filename,
      description: 'Your own text.',
      credit: '',
      charCount: text.char_count,
      vocabSize: text.vocab_size,
      wordCount: text.word_count,
      references: text.reference_losses,
    })),
  ];
}
