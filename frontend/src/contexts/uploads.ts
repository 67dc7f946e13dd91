/** A person's own file: sent, shown for a look, then chosen or left. The text in use stays until it is replaced. */
import { ApiError } from '@/api/errors';
import type { RestClient } from '@/api/rest';
import { type CatalogStore, rememberText } from './catalog';
import type { Training } from './training';
import type { UiStore } from './ui';

export const UPLOAD_LIMIT_BYTES = 10 * 2 ** 20;
export const UPLOAD_MIN_CHARACTERS = 100;
const ACCEPTED = ['.txt', '.docx'];

export interface Uploads {
  send(file: File): Promise<void>;
  /** Keeps the text that is shown for a look; `train` presses Play as well. */
  accept(train: boolean): Promise<void>;
  cancel(): void;
}

export interface UploadParts {
  rest: RestClient;
  catalog: CatalogStore;
  ui: UiStore;
  training: Training;
}

const inMegabytes = (bytes: number) => `${(bytes / 2 ** 20).toFixed(1)} MB`;

/** What the server would refuse for certain, told before anything is sent; null when it should decide. */
export function problemOf({ name, size }: Pick<File, 'name' | 'size'>): string | null {
  const ending = /\.[^.]*$/.exec(name.toLowerCase())?.[0] ?? 'no ending';
  if (!ACCEPTED.includes(ending)) {
    return `This is a file with ${ending}; ${ACCEPTED.join(' and ')} can be read`;
  }
  if (size > UPLOAD_LIMIT_BYTES) {
    return `This file is ${inMegabytes(size)}, the limit is ${inMegabytes(UPLOAD_LIMIT_BYTES)}`;
  }
  if (size < UPLOAD_MIN_CHARACTERS) {
    return `This file has ${size} bytes; at least ${UPLOAD_MIN_CHARACTERS} characters are needed`;
  }
  return null;
}

export function createUploads({ rest, catalog, ui, training }: UploadParts): Uploads {
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
    async accept(train) {
      const { upload } = ui.getState();
      if (upload?.state !== 'preview') return;
      rememberText(catalog, upload.dataset);
      ui.setState({ upload: null });
      const { dataset_id: datasetId, filename } = upload.dataset;
      training.prepare({ datasetId }, filename, train);
    },
    cancel() {
      ui.setState({ upload: null });
    },
  };
}
