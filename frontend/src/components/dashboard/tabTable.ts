/** The tabs of the app. A later tab is one more row. */
import { type ComponentType, lazy } from 'react';
import type { FeatureType } from '@/contexts/sessions';

export interface Tab {
  /** The last part of its address. */
  path: string;
  name: string;
  /** The kind of session it starts on the server; null: it runs in the page itself. */
  feature: FeatureType | null;
  View: ComponentType;
}

export const TABS: readonly Tab[] = [
  {
    path: 'watch',
    name: 'Watch It Learn',
    feature: 'watch_learn',
    View: lazy(() => import('@/components/tabs/watch/WatchTab')),
  },
  {
    path: 'attention',
    name: 'Attention Cinema',
    feature: 'attention_cinema',
    View: lazy(() => import('@/components/tabs/attention/AttentionTab')),
  },
  {
    path: 'style',
    name: 'Style Transfer',
    feature: 'style_transfer',
    View: lazy(() => import('@/components/tabs/style/StyleTab')),
  },
  {
    path: 'lab',
    name: 'Code Lab',
    feature: null,
    View: lazy(() => import('@/components/tabs/lab/LabWithServer')),
  },
];

/** What people call a kind of session. */
export const FEATURE_NAMES: Record<FeatureType, string> = {
  watch_learn: 'Watch It Learn',
  attention_cinema: 'Attention Cinema',
  style_transfer: 'Style Transfer',
};
