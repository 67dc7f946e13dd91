/** A source file, from this page to the person's disk. Asks nobody: its text came with the page. */
import { FILES, textOf } from './twins';
import type { Language } from './twinTypes';

const TYPES: Record<Language, string> = { python: 'text/x-python', javascript: 'text/javascript' };

export function saveFile(language: Language): void {
  const address = URL.createObjectURL(new Blob([textOf(language)], { type: TYPES[language] }));
  const link = document.createElement('a');
  link.href = address;
  link.download = FILES[language];
  link.click();
  // The browser has taken it by the next task.
  setTimeout(() => URL.revokeObjectURL(address), 0);
}
