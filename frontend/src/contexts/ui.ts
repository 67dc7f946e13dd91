/** What the person is doing on this page: the step they look at, what is open, what must be told. No server facts. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ApiError } from '@/api/errors';
import type { UserDataset } from '@/api/generated';
import type { FeatureType } from './sessions';

/** The tab whose training runs in the page itself: it needs no server. */
export const IN_PAGE = 'code_lab';
export type TabName = FeatureType | typeof IN_PAGE;

export interface Notice {
  /** The same id replaces the message instead of adding one. */
  id?: string;
  kind: 'success' | 'warning' | 'note';
  title: string;
  text?: string;
  actions?: { label: string; onPress: () => void }[];
  /** ms; how long it is shown, when that is not the usual time. */
  duration?: number;
}

export interface Question {
  title: string;
  text: string;
  safeLabel: string;
  confirmLabel: string;
  onConfirm: () => void;
  /** A third way, between the safe one and the one that ends something. */
  other?: { label: string; onPress: () => void };
}

export type Upload =
  | { state: 'sending'; filename: string; share: number }
  | { state: 'preview'; dataset: UserDataset };

export interface UiState {
  /** The tab in view; what Play starts without a run is of its kind. */
  tab: TabName;
  /** The one step that chart, stage and rows show; null: live. */
  hoveredStep: number | null;
  /** A session is being created: Play was pressed and there is nothing to show yet. */
  creating: boolean;
  drawerOpen: boolean;
  keysOpen: boolean;
  /** Refusals of the server by field of the drawer. */
  fieldErrors: Readonly<Record<string, string>>;
  question: Question | null;
  upload: Upload | null;
  /** The server said that it ends, or it neither connects nor answers any more. */
  serverEnded: boolean;
  /** Spoken politely; the newest sentence. */
  announcement: string;
}

export interface UiStore extends StoreApi<UiState> {
  /** Shows a message, wherever messages are shown. */
  notify(notice: Notice): void;
  onNotice(listener: (notice: Notice) => void): () => void;
  /** Takes a message away that is no longer true. */
  dismiss(id: string): void;
  onDismiss(listener: (id: string) => void): () => void;
  /** Opens the browser's file dialog, wherever its button is. */
  askForFile(): void;
  onAskForFile(listener: () => void): () => void;
}

const channel = <A extends unknown[]>() => {
  const listeners = new Set<(...args: A) => void>();
  const tell = (...args: A) => {
    for (const listener of listeners) listener(...args);
  };
  const hear = (listener: (...args: A) => void) => {
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  };
  return [tell, hear] as const;
};

export function createUiStore(): UiStore {
  const store = createStore<UiState>(() => ({
    tab: 'watch_learn',
    hoveredStep: null,
    creating: false,
    drawerOpen: false,
    keysOpen: false,
    fieldErrors: {},
    question: null,
    upload: null,
    serverEnded: false,
    announcement: '',
  }));
  const [notify, onNotice] = channel<[Notice]>();
  const [dismiss, onDismiss] = channel<[string]>();
  const [askForFile, onAskForFile] = channel<[]>();
  return Object.assign(store, { notify, onNotice, dismiss, onDismiss, askForFile, onAskForFile });
}

/** The kind of session that Play starts in the tab in view. */
export function featureInView(ui: UiStore): FeatureType {
  const { tab } = ui.getState();
  return tab === IN_PAGE ? 'watch_learn' : tab;
}

/** A failed request, told with what can be done about it. */
export function tellFailure(ui: UiStore, error: ApiError, retry?: () => void): void {
  const again = retry ? [{ label: 'Try again', onPress: retry }] : [];
  ui.notify({ id: error.errorType, kind: 'warning', title: error.message, actions: again });
}
