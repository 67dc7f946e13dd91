/** The core of a real page: its own server, this browser tab's memory, this address. */
import { lazyRest } from '@/api/lazyRest';
import { createSocket } from '@/api/socket';
import { type Core, createCore } from './core';

export const createBrowserCore = (): Core => {
  const rest = lazyRest();
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
