/** Puts code on the clipboard and says so. */
import { notify } from '@/components/shared/notify';
import { FILES, textOf } from './twins';
import type { Language, Section } from './twinTypes';

export async function copyCode(language: Language, section?: Section): Promise<void> {
  const what = section ? `“${section.title}” of ${FILES[language]}` : FILES[language];
  try {
    await navigator.clipboard.writeText(textOf(language, section));
    notify({ kind: 'success', title: `Copied ${what}` });
  } catch {
    notify({
      kind: 'warning',
      title: `Could not copy ${what}`,
      text: 'The browser does not let this page write to the clipboard; mark the lines and copy them.',
    });
  }
}
