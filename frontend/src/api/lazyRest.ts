/** The REST client, fetched with its first call: who needs no server loads nothing of it. Knows no call by name. */
import { networkError } from './errors';
import type { RestClient } from './rest';

type Calls = Record<string, (...given: unknown[]) => Promise<unknown>>;

/** Takes the place of `createRest()`. A client that could not be fetched is asked for again by the next call. */
export function lazyRest(
  load: () => Promise<RestClient> = async () => (await import('./rest')).createRest(),
): RestClient {
  let client: Promise<RestClient> | null = null;
  const fetched = () => {
    client ??= load().catch(() => {
      client = null;
      throw networkError('A part of the page did not come. Is the server still running?');
    });
    return client;
  };
  return new Proxy({} as RestClient, {
    get:
      (_, name: string) =>
      async (...given: unknown[]) =>
        ((await fetched()) as unknown as Calls)[name]?.(...given),
  });
}
