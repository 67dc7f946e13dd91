/** Hands the state of the page itself to the views. Holds nothing itself. */
import { createContext, use } from 'react';
import type { UiStore } from './ui';

export const UIContext = createContext<UiStore | null>(null);

export function useUIContext(): UiStore {
  const value = use(UIContext);
  if (value === null) throw new Error('useUIContext needs a CoreProvider above it');
  return value;
}
