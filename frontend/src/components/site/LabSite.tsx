/** The frame of the lab alone: header, the lab, and what floats. Stands in the place of the app where there is no server. */
import { useState } from 'react';
import { useHotkeys } from 'react-hotkeys-hook';
import { Link, Navigate, Route, Routes } from 'react-router';
import { type KeyRow, KeysModal } from '@/components/dashboard/KeysDialog';
import { Mark } from '@/components/Mark';
import { Button } from '@/components/shared/Button';
import { Toaster } from '@/components/shared/Toaster';
import LabTab from '@/components/tabs/lab/LabTab';
import { useNarrow } from '@/hooks/useNarrow';
import { inDialog, KEYS, PLACE_KEYS } from '@/hooks/useShortcuts';
import '@/components/dashboard/dashboard.css';

/** What leads to other tabs leads nowhere here. */
const LAB_KEYS: readonly KeyRow[] = KEYS.filter(({ keys: [key] }) => !/^\d$/.test(key));
const OF_LAB: readonly string[] = ['The network in 3D', 'The walk through the code'];
const LAB_PLACES = PLACE_KEYS.filter(({ place }) => OF_LAB.includes(place));

export default function LabSite() {
  const narrow = useNarrow();
  const [keysOpen, setKeysOpen] = useState(false);
  useHotkeys('?', () => setKeysOpen(true), {
    ...{ useKey: true, ignoreModifiers: true, ignoreEventWhen: inDialog },
  });
  return (
    <div className="dashboard">
      <header className="top">
        <Link to="/" className="brand" aria-label="LLMBreaker, home">
          <Mark />
          <span className="brand-name">
            LLM<span className="learned-text">Breaker</span>
          </span>
        </Link>
        <nav className="tabs" aria-label="Tabs">
          <Link to="/app/lab" className="tab" aria-current="page">
            Code Lab
          </Link>
        </nav>
        <div className="top-end">
          <Button
            kind="quiet"
            className="btn-square top-keys font-semibold text-16"
            aria-label="Keyboard shortcuts"
            tooltip="Keyboard shortcuts"
            onClick={() => setKeysOpen(true)}
          >
            ?
          </Button>
        </div>
      </header>
      <Routes>
        <Route path="lab" element={<LabTab />} />
        <Route path="*" element={<Navigate to="/app/lab" replace />} />
      </Routes>
      <KeysModal
        open={keysOpen}
        onClose={() => setKeysOpen(false)}
        keys={LAB_KEYS}
        places={LAB_PLACES}
      />
      <Toaster high={narrow} />
    </div>
  );
}
