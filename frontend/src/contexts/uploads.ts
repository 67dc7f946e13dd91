/** A person's own file: sent, shown for a look, then chosen or left. The text in use stays until it is replaced. */
import { ApiError } from '@/api/errors';
import type { RestClient } from '@/api/rest';
import { type CatalogStore, forgetText, rememberText } from './catalog';
import { DEFAULT_SETUP, type SetupStore, textChange } from './setup';
import type { Training } from './training';
import type { UiStore } from './ui';

export const UPLOAD_LIMIT_BYTES = 10 * 2 ** 20;
export const UPLOAD_MIN_CHARACTERS = 100;
/** Below so many characters a recipe for long texts learns an own text by heart. */
export const SHORT_TEXT_CHARACTERS = 50_000;
/** The preset that was made for short own texts. */
export const OWN_STYLE = 'style';
const ACCEPTED = ['.txt', '.docx'];

export interface Uploads {
  send(file: File): Promise<void>;
  /**
   * Keeps the text that is shown for a look; `train` presses Play as well. A short one gets the recipe
   * for short texts, unless the present one is to be kept.
   */
  accept(train: boolean, keepPreset?: boolean): Promise<void>;
  cancel(): void;
  /** Takes texts that went with their runs out of the list, and says so unless they went by the person's own will. */
  forget(ids: readonly string[], quietly: boolean): void;
  /** The same of those that the server, asked, does not have any more. */
  forgetGone(): Promise<void>;
}

export interface UploadParts {
  rest: RestClient;
  catalog: CatalogStore;
  ui: UiStore;
  setup: SetupStore;
  training: Training;
}

/** Whether the recipe for short texts is the better one. */
export const isShort = (charCount: number) => charCount < SHORT_TEXT_CHARACTERS;

/** Whether an own text of so many characters is better learned with another preset than the chosen one. */
export const advisesStyle = (charCount: number, preset: string): boolean =>
  isShort(charCount) && preset !== OWN_STYLE;

const inMegabytes = (bytes: number) => `${(bytes / 2 ** 20).toFixed(1)} MB`;

/** What the server would refuse for certain, told before anything is sent; null when it should decide. */
export function problemOf({ name, size }: Pick<File, 'name' | 'size'>): string | null {
  const ending = /\.[^.]*$/.exec(name.toLowerCase())?.[0];
  if (ending === undefined || !ACCEPTED.includes(ending)) {
    const what = ending ? `${ending} files` : 'Files whose name has no ending';
    return `${what} cannot be read, only ${ACCEPTED.join(' and ')}`;
  }
  if (size > UPLOAD_LIMIT_BYTES) {
    return `This file is ${inMegabytes(size)}, the limit is ${inMegabytes(UPLOAD_LIMIT_BYTES)}`;
  }
  if (size < UPLOAD_MIN_CHARACTERS) {
    return `This file has ${size} bytes; at least ${UPLOAD_MIN_CHARACTERS} characters are needed`;
  }
  return null;
}

export function createUploads({ rest, catalog, ui, setup, training }: UploadParts): Uploads {
  const fail = (title: string) =>
    ui.notify({
      id: 'upload',
      kind: 'warning',
      title,
      text: 'Your current dataset is untouched.',
      actions: [{ label: 'Choose another file', onPress: () => ui.askForFile() }],
    });
  return {
    async send(file) {
      if (ui.getState().upload !== null) return;
      const problem = problemOf(file);
      if (problem !== null) {
        fail(problem);
        return;
      }
      const sending = (share: number) =>
        ui.setState({ upload: { state: 'sending', filename: file.name, share } });
      sending(0);
      try {
        const dataset = await rest.upload(file, sending);
        ui.setState({ upload: { state: 'preview', dataset } });
      } catch (error) {
        ui.setState({ upload: null });
        if (!(error instanceof ApiError)) throw error;
        fail(error.message);
      }
    },
    async accept(train, keepPreset = false) {
      const { upload } = ui.getState();
      if (upload?.state !== 'preview') return;
      rememberText(catalog, upload.dataset);
      ui.setState({ upload: null });
      const { dataset_id: datasetId, filename, char_count } = upload.dataset;
      const before = setup.getState();
      const known = catalog.getState().presets.some(({ name }) => name === OWN_STYLE);
      const advised = known && isShort(char_count) ? OWN_STYLE : null;
      const change = keepPreset ? { datasetId } : textChange(before, datasetId, advised);
      training.prepare(change, filename, train);
    },
    cancel() {
      ui.setState({ upload: null });
    },
    forget(ids, quietly) {
      const { ownTexts, titles } = catalog.getState();
      const gone = ownTexts.filter(({ dataset_id }) => ids.includes(dataset_id));
      for (const { dataset_id } of gone) {
        forgetText(catalog, dataset_id);
        const now = setup.getState();
        if (now.datasetId === dataset_id) {
          setup.setState(textChange(now, DEFAULT_SETUP.datasetId));
        }
      }
      const [first, ...more] = gone;
      if (first === undefined || quietly) return;
      ui.notify({
        id: 'texts-gone',
        kind: 'note',
        title:
          more.length === 0
            ? `Your text ${titles[first.dataset_id] ?? first.filename} is gone`
            : `${gone.length} texts of yours are gone`,
        text: 'A text of yours goes with the server or with its last run, or after an hour unused. Bring it again to train on it.',
      });
    },
    async forgetGone() {
      const ids = catalog.getState().ownTexts.map(({ dataset_id }) => dataset_id);
      const kept = await Promise.all(ids.map((id) => rest.hasText(id)));
      this.forget(
        ids.filter((_, i) => !kept[i]),
        false,
      );
    },
  };
}
