/** Hands sessions, setup, catalog and actions to the views. Holds nothing itself. */
import { createContext, use } from 'react';
import type { Core } from './core';

export type TrainingValue = Pick<
  Core,
  | 'sessions'
  | 'machines'
  | 'cinema'
  | 'style'
  | 'rest'
  | 'catalog'
  | 'setup'
  | 'training'
  | 'uploads'
  | 'measured'
  | 'socket'
  | 'refresh'
  | 'load'
>;
export const TrainingContext = createContext<TrainingValue | null>(null);

export function useTrainingContext(): TrainingValue {
  const value = use(TrainingContext);
  if (value === null) throw new Error('useTrainingContext needs a CoreProvider above it');
  return value;
}
