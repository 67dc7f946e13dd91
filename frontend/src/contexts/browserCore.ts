/** The core of a real page: its own server, this browser tab's memory, this address. */
import { createRest } from '@/api/rest';
import { createSocket } from '@/api/socket';
import { type Core, createCore } from './core';

export const createBrowserCore = (): Core => {
  const rest = createRest();
  const answers = () =>
    rest.health().then(
      () => true,
      () => false,
    );
  return createCore({
    rest,
    socket: createSocket(answers),
    storage: window.sessionStorage,
    query: window.location.search,
  });
};
