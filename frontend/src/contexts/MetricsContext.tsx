/** Hands the recorders of runs to the views. Holds nothing itself. */
import { createContext, use } from 'react';
import type { Metrics } from './metrics';

export const MetricsContext = createContext<Metrics | null>(null);

export function useMetricsContext(): Metrics {
  const value = use(MetricsContext);
  if (value === null) throw new Error('useMetricsContext needs a CoreProvider above it');
  return value;
}
