/**
 * The desk of tab 3: the words a person brings, where they came from, and what is done with them. They live in
 * this memory alone until they are sent: nothing here is ever written to storage or into the address.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { ApiError } from '@/api/errors';
import type { ExampleText } from '@/api/generated';
import type { RestClient } from '@/api/rest';
import { type CatalogStore, nameText, PASTED, rememberText, titleFrom, titleOf } from './catalog';
import { isAlive, type Run, type SessionsStore, type Speed } from './sessions';
import { presetChange, recipeOf, type SetupStore } from './setup';
import { countText, obstacle, truncated } from './textCounts';
import type { Training } from './training';
import type { UiStore } from './ui';
import { OWN_STYLE, problemOf } from './uploads';

/** What is to be written. */
export interface WritingWish {
  prompt: string;
  temperature: number;
  /** In characters. */
  length: number;
}

export type ResultView = 'compare' | 'details' | 'write' | 'quiz';

/** The words on the desk, and where they came from. */
export interface Words {
  text: string;
  /** What was put there by an example or a file; null: the person's own typing. */
  filled: string | null;
  /** "diary.docx", "A chatty diary"; null: typed or pasted. */
  source: string | null;
}

export interface StyleState extends Words {
  /** What stood there before a replacement or a cut; null: nothing to bring back. */
  before: Words | null;
  examples: readonly ExampleText[];
  /** The words that the server has, and under which name. */
  known: { datasetId: string; text: string } | null;
  /** Their run was deleted: the words in the box are nowhere else any more. */
  onlyHere: boolean;
  /** A file on its way. */
  reading: { filename: string; share: number } | null;
  /** Train was pressed and there is no run yet. */
  sending: boolean;
  /** Why the words could not be read or learned. */
  problem: string | null;
  /** The person went back to the words of a run. */
  editing: boolean;
  /** null: the preset's. */
  speed: Speed | null;
  view: ResultView;
  /** The quiz that was played last, and on which run. */
  score: { sessionId: string; right: number; of: number } | null;
  /** What Write more is asked for; stays while another view is looked at. */
  wish: WritingWish;
}
export type StyleStore = StoreApi<StyleState>;

/** What tab 3 shows: the words, a run on its way, or what came of it. */
export type StyleStage = 'words' | 'training' | 'result';

export function stageOf(run: Run | null, editing: boolean): StyleStage {
  if (run === null || run.status.feature_type !== 'style_transfer' || editing) return 'words';
  return run.status.status === 'completed' && !run.status.diverged ? 'result' : 'training';
}

const NO_WORDS: Words = { text: '', filled: null, source: null };
const START: StyleState = {
  ...NO_WORDS,
  ...{ before: null, examples: [], reading: null, sending: false, problem: null, editing: false },
  ...{ known: null, onlyHere: false },
  ...{ speed: null, view: 'compare', score: null },
  // The report is written at this temperature too.
  wish: { prompt: '', temperature: 0.5, length: 400 },
};

/** What is in the box; it may hold no word at all, but digits or marks. */
function madeRoom(words: number): string {
  if (words === 0) return 'What stands in the box';
  return words === 1 ? 'The word in the box' : `The ${words.toLocaleString('en')} words in the box`;
}

/** Of one text not even a tenth is left at the ends of the other: nobody typed that. */
function isReplaced(was: string, now: string): boolean {
  const most = Math.min(was.length, now.length);
  let head = 0;
  while (head < most && was[head] === now[head]) head++;
  let tail = 0;
  while (tail < most - head && was.at(-1 - tail) === now.at(-1 - tail)) tail++;
  return head + tail < was.length / 10;
}

/** Words that exist nowhere but here. */
export const isTyped = ({ text, filled }: Words): boolean => text.trim() !== '' && text !== filled;

export interface StyleDesk {
  store: StyleStore;
  type(text: string): void;
  /** Brings back what stood there before the last replacement or cut. */
  undo(): void;
  /** Keeps as much of the beginning as may be learned. */
  truncate(): void;
  clear(): void;
  loadExamples(): Promise<void>;
  takeExample(id: string): void;
  takeFile(file: File): void;
  /** Learns the words on the desk: a new session beside whatever else runs. */
  train(): Promise<void>;
  /** Back to the words of the run in sight. */
  edit(): Promise<void>;
  /** From the words back to the run in sight. */
  back(): void;
  stage(): StyleStage;
}

export interface StyleParts {
  rest: RestClient;
  sessions: SessionsStore;
  catalog: CatalogStore;
  setup: SetupStore;
  training: Training;
  ui: UiStore;
}

export function createStyleDesk(parts: StyleParts): StyleDesk {
  const { rest, sessions, catalog, setup, training, ui } = parts;
  const store = createStore<StyleState>(() => START);
  const { getState: state, setState: set } = store;
  const words = (): Words => {
    const { text, filled, source } = state();
    return { text, filled, source };
  };
  const inSight = (): Run | null => {
    const { runs, current } = sessions.getState();
    return current === null ? null : (runs[current] ?? null);
  };
  const failed = (error: unknown) => {
    if (!(error instanceof ApiError)) throw error;
    set({ problem: error.message });
  };
  const put = (text: string, source: string) => {
    const before = state().text === '' ? null : words();
    set({ text, filled: text, source, before, problem: null, editing: true, onlyHere: false });
  };
  /** Does it at once, or after a question when the person's own words would go. */
  const replacing = (by: string, act: () => void) => {
    if (!isTyped(words())) {
      act();
      return;
    }
    const { words: count } = countText(state().text);
    ui.setState({
      question: {
        title: `Replace your words with ${by}?`,
        text: `${madeRoom(count)} will make room. Undo brings ${count > 1 ? 'them' : 'it'} back.`,
        safeLabel: 'Keep mine',
        confirmLabel: 'Replace',
        onConfirm: act,
      },
    });
  };

  const read = async (file: File) => {
    const filename = file.name;
    const problem = problemOf(file);
    if (problem !== null) {
      set({ problem });
      return;
    }
    set({ reading: { filename, share: 0 }, problem: null });
    try {
      const dataset = await rest.upload(file, (share) => set({ reading: { filename, share } }));
      const text = await rest.text(dataset.dataset_id);
      set({ known: { datasetId: dataset.dataset_id, text } });
      rememberText(catalog, dataset);
      put(text, dataset.filename);
    } catch (error) {
      failed(error);
    } finally {
      set({ reading: null });
    }
  };

  const send = async (text: string): Promise<string> => {
    const dataset = await rest.fromText(text);
    rememberText(catalog, dataset);
    const { filled, source } = state();
    const title = filled === text ? source : null;
    nameText(catalog, dataset.dataset_id, title ?? titleFrom(text));
    set({ known: { datasetId: dataset.dataset_id, text }, onlyHere: false });
    return dataset.dataset_id;
  };
  /** Says that the words before are still being learned, and offers to stop that. */
  const tellBeside = (before: Run | null) => {
    if (before?.status.feature_type !== 'style_transfer' || !isAlive(before.status.status)) return;
    if (before.status.status === 'paused') return;
    const { session_id } = before.status;
    ui.notify({
      id: 'beside',
      kind: 'note',
      title: 'The run before goes on beside this one',
      text: 'They share this computer, so both take longer.',
      actions: [
        { label: 'Stop the one before', onPress: () => void training.stopOther(session_id) },
      ],
    });
  };
  const begin = (datasetId: string) => {
    const before = setup.getState();
    const recipe = presetChange(OWN_STYLE);
    // The recipe of tab 1 comes back with the next text that is chosen there.
    const beforeAdvice = before.beforeAdvice ?? recipeOf(before);
    const { speed } = state();
    return training.begin({ datasetId, ...recipe, speed, beforeAdvice }, 'style_transfer');
  };

  catalog.subscribe(({ ownTexts }, before) => {
    const { known, text } = state();
    const has = (texts: typeof ownTexts) =>
      texts.some((own) => own.dataset_id === known?.datasetId);
    if (known === null || !has(before.ownTexts) || has(ownTexts)) return;
    set({ known: null, onlyHere: text.trim() !== '' && text === known.text });
  });

  return {
    store,
    type(text) {
      const was = state().text;
      // What is put in the place of everything has nothing to do with what stood there before.
      const replaced = was !== '' && text !== '' && isReplaced(was, text);
      set({ text, problem: null, ...(replaced && { before: null }) });
    },
    undo() {
      const { before } = state();
      if (before !== null) set({ ...before, before: words(), problem: null });
    },
    truncate() {
      const { text, filled, source } = state();
      const cut = truncated(text);
      set({
        before: { text, filled, source },
        text: cut,
        ...(filled === text && { filled: cut }),
        problem: null,
      });
    },
    clear() {
      set({
        ...NO_WORDS,
        before: state().text === '' ? null : words(),
        problem: null,
        onlyHere: false,
      });
    },
    async loadExamples() {
      if (state().examples.length > 0) return;
      try {
        set({ examples: await rest.examples() });
      } catch (error) {
        // Without them the tab works as well; the banner tells a lost connection.
        if (!(error instanceof ApiError)) throw error;
      }
    },
    takeExample(id) {
      const example = state().examples.find((one) => one.id === id);
      if (example) replacing(`“${example.title}”`, () => put(example.text, example.title));
    },
    takeFile(file) {
      if (state().reading === null) replacing(file.name, () => void read(file));
    },
    async train() {
      const { text, sending, known } = state();
      if (sending || obstacle(countText(text)) !== null) return;
      const before = inSight();
      set({ sending: true, problem: null });
      try {
        const has = known?.text === text ? known.datasetId : null;
        try {
          await begin(has ?? (await send(text)));
        } catch (error) {
          const isGone = error instanceof ApiError && error.errorType === 'dataset_not_found';
          // An hour unused, or another server: what stands in the box is enough to begin anew.
          if (has === null || !isGone) throw error;
          await begin(await send(text));
        }
        tellBeside(before);
        const wish = { ...state().wish, prompt: '' };
        set({ editing: false, view: 'compare', score: null, before: null, wish });
      } catch (error) {
        failed(error);
      } finally {
        set({ sending: false });
      }
    },
    async edit() {
      const { known } = state();
      const run = inSight();
      const id = run?.status.dataset_id;
      const speed = setup.getState().speed ?? run?.status.speed_multiplier ?? null;
      set({ editing: true, problem: null, speed });
      if (id === undefined || (known?.datasetId === id && state().text !== '')) return;
      const fetch = async () => {
        try {
          const text = await rest.text(id);
          const { titles } = catalog.getState();
          const pasted = run?.status.dataset_title === PASTED;
          if (pasted && titles[id] === undefined) nameText(catalog, id, titleFrom(text));
          set({ known: { datasetId: id, text } });
          put(text, run ? titleOf(catalog.getState(), run.status) : '');
        } catch (error) {
          failed(error);
        }
      };
      if (state().text === '') await fetch();
      else replacing('those of this run', () => void fetch());
    },
    back() {
      set({ editing: false, problem: null });
    },
    stage: () => stageOf(inSight(), state().editing),
  };
}
