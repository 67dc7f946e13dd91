/** Gives pasted texts their names back after a reload: the first words, asked of the server, kept on this page alone. */
import { ApiError } from '@/api/errors';
import type { RestClient } from '@/api/rest';
import { type CatalogStore, nameText, PASTED, titleFrom } from './catalog';
import type { SessionsStore } from './sessions';

export interface PastedParts {
  rest: Pick<RestClient, 'text'>;
  sessions: SessionsStore;
  catalog: CatalogStore;
}

/** Looks at every list of runs; asks for each text once. Returns what ends it. */
export function namePasted({ rest, sessions, catalog }: PastedParts): () => void {
  const asked = new Set<string>();
  const ask = async (id: string) => {
    try {
      const text = await rest.text(id);
      if (catalog.getState().titles[id] === undefined) nameText(catalog, id, titleFrom(text));
    } catch (error) {
      // Without its words it keeps the name that every pasted text has.
      if (!(error instanceof ApiError)) throw error;
    }
  };
  const look = () => {
    const { titles } = catalog.getState();
    for (const { status } of Object.values(sessions.getState().runs)) {
      const { dataset_id: id, dataset_title: title } = status;
      if (title !== PASTED || titles[id] !== undefined || asked.has(id)) continue;
      asked.add(id);
      void ask(id);
    }
  };
  look();
  return sessions.subscribe(({ runs }, before) => {
    if (runs !== before.runs) look();
  });
}
