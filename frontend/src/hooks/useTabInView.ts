/** Tells the store which tab is in view: it decides what Play starts and how attention is sent. */
import { useLayoutEffect } from 'react';
import { useLocation } from 'react-router';
import type { FeatureType } from '@/contexts/sessions';
import { useUIContext } from '@/contexts/UIContext';

export function useTabInView(tabs: readonly { path: string; feature: FeatureType }[]): void {
  const ui = useUIContext();
  const { pathname } = useLocation();
  const last = pathname.split('/').at(-1);
  const tab = (tabs.find(({ path }) => path === last) ?? tabs[0])?.feature;
  useLayoutEffect(() => {
    if (tab) ui.setState({ tab });
  }, [ui, tab]);
}
