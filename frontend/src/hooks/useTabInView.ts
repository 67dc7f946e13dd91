/** Tells the store which tab is in view: it decides what Play starts and how attention is sent. */
import { useLayoutEffect } from 'react';
import { useLocation } from 'react-router';
import type { FeatureType } from '@/contexts/sessions';
import { useUIContext } from '@/contexts/UIContext';
import { IN_PAGE, type TabName } from '@/contexts/ui';

/** Returns it too, for what must know it in the same render. */
export function useTabInView(
  tabs: readonly { path: string; feature: FeatureType | null }[],
): TabName {
  const ui = useUIContext();
  const { pathname } = useLocation();
  const last = pathname.split('/').at(-1);
  const tab = (tabs.find(({ path }) => path === last) ?? tabs[0])?.feature ?? IN_PAGE;
  useLayoutEffect(() => {
    ui.setState({ tab });
  }, [ui, tab]);
  return tab;
}
