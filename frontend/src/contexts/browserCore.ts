/** The core of a real page: its own server, this browser tab's memory, this address. */
import { createRest } from '@/api/rest';
import { createSocket } from '@/api/socket';
import { type Core, createCore } from './core';

export const createBrowserCore = (): Core =>
  createCore({
    rest: createRest(),
    socket: createSocket(),
    storage: window.sessionStorage,
    query: window.location.search,
  });
