/** Sentences for a screen reader: politely, and no more often than a person can listen. */
import type { UiStore } from './ui';

const PAUSE_MS = 4000;
const spoken = new WeakMap<UiStore, number>();

/** Says a sentence now. One that `mayWait` is left out while an earlier one is still being read. */
export function say(ui: UiStore, sentence: string, mayWait = false): void {
  const now = performance.now();
  if (mayWait && now - (spoken.get(ui) ?? -PAUSE_MS) < PAUSE_MS) return;
  spoken.set(ui, now);
  ui.setState({ announcement: sentence });
}
