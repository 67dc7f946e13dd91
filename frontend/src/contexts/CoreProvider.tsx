/** The three contexts of one core, around the views. Tests give it a core of their own. */
import type { ReactNode } from 'react';
import type { Core } from './core';
import { MetricsContext } from './MetricsContext';
import { TrainingContext } from './TrainingContext';
import { UIContext } from './UIContext';

export function CoreProvider({ core, children }: { core: Core; children: ReactNode }) {
  return (
    <TrainingContext value={core}>
      <MetricsContext value={core.metrics}>
        <UIContext value={core.ui}>{children}</UIContext>
      </MetricsContext>
    </TrainingContext>
  );
}
