/** The frame of the app: one core for the whole visit, header, the tab in view, and everything that floats. The core loads when a tab needs the server. */
import { useEffect, useState } from 'react';
import { createBrowserCore } from '@/contexts/browserCore';
import { CoreProvider } from '@/contexts/CoreProvider';
import type { Core } from '@/contexts/core';
import { Shell } from './Shell';

export default function Dashboard() {
  const [core, setCore] = useState<Core | null>(null);
  useEffect(() => {
    const made = createBrowserCore();
    setCore(made);
    return () => made.close();
  }, []);
  if (core === null) return null;
  return (
    <CoreProvider core={core}>
      <Shell />
    </CoreProvider>
  );
}
