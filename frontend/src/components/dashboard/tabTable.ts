/** The tabs of the app. A later tab is one more row. */
import { type ComponentType, createElement } from 'react';
import { part } from '@/components/shared/part';
import type { FeatureType } from '@/contexts/sessions';

export interface Tab {
  /** The last part of its address. */
  path: string;
  name: string;
  /** The kind of session it starts on the server; null: it runs in the page itself. */
  feature: FeatureType | null;
  View: ComponentType;
}

const OPENING = createElement('p', { className: 'p-6 text-text-3' }, 'Opening the tab…');

/** A tab that cannot be fetched leaves the others, and what trains in this page, as they are. */
const tab = (load: () => Promise<ComponentType>) =>
  part(load, { what: 'This tab', fallback: OPENING });

export const TABS: readonly Tab[] = [
  {
    path: 'watch',
    name: 'Watch It Learn',
    feature: 'watch_learn',
    View: tab(async () => (await import('@/components/tabs/watch/WatchTab')).default),
  },
  {
    path: 'attention',
    name: 'Attention Cinema',
    feature: 'attention_cinema',
    View: tab(async () => (await import('@/components/tabs/attention/AttentionTab')).default),
  },
  {
    path: 'style',
    name: 'Style Transfer',
    feature: 'style_transfer',
    View: tab(async () => (await import('@/components/tabs/style/StyleTab')).default),
  },
  {
    path: 'lab',
    name: 'Code Lab',
    feature: null,
    View: tab(async () => (await import('@/components/tabs/lab/LabWithServer')).default),
  },
];

/** What people call a kind of session. */
export const FEATURE_NAMES: Record<FeatureType, string> = {
  watch_learn: 'Watch It Learn',
  attention_cinema: 'Attention Cinema',
  style_transfer: 'Style Transfer',
};
