/** Tab 4: the whole algorithm, trained in this page, without a server. Lays the parts out. */
import { type ReactNode, useRef, useState } from 'react';
import { ConfirmDialog } from '@/components/shared/ConfirmDialog';
import { part } from '@/components/shared/part';
import { useDroppedText } from '@/hooks/useDroppedText';
import { useNarrow } from '@/hooks/useNarrow';
import { browserLab } from '@/lab/browserLab';
import type { LabDesk } from '@/lab/desk';
import { plural } from './figures';
import { LabAnnouncer } from './LabAnnouncer';
import { LabBar, LabChoices, LabThumbBar } from './LabBar';
import { LabNotice } from './LabNotice';
import { LossCard } from './LossCard';
import { NamesCard } from './NamesCard';
import { NetworkPanel } from './network/NetworkPanel';
import { UseIt } from './UseIt';
import { useEarlyChunks } from './useEarlyChunks';
import { LabContext, useLab, useLabState } from './useLab';
import { useLabKeys } from './useLabKeys';
import { useLabWalk } from './useLabWalk';
import { WritingCard } from './WritingCard';
import './lab.css';

/** Both languages with their colours are as large as half the lab: training need not wait for them. */
const CodePanel = part(async () => (await import('./CodePanel')).default, {
  what: 'The code',
  fallback: <section className="card lab-code" aria-label="Code" />,
});
/** Comes when it is wanted: few change the model. */
const ModelDrawer = part(async () => (await import('./ModelDrawer')).ModelDrawer, {
  what: 'The form',
  failed: ({ onClose }, again) => (
    <ConfirmDialog
      open
      title="The form could not be fetched"
      safeLabel="Leave it"
      confirmLabel="Try again"
      onSafe={onClose}
      onConfirm={again}
    >
      Is the page still served? The model here trains on without it.
    </ConfirmDialog>
  ),
});

export interface LabTabProps {
  desk?: LabDesk;
  /** What stands below the code, where the lab is not alone. */
  children?: ReactNode;
}

export default function LabTab({ desk = browserLab(), children }: LabTabProps) {
  return (
    <LabContext value={desk}>
      <Lab>{children}</Lab>
    </LabContext>
  );
}

function Lab({ children }: { children: ReactNode }) {
  const desk = useLab();
  const narrow = useNarrow();
  const status = useLabState((state) => state.status);
  const brought = useLabState((state) => state.brought !== null);
  /** The form is open; with a file that was dropped. */
  const [model, setModel] = useState<{ file: File | null } | null>(null);
  const [asksReset, setAsksReset] = useState(false);
  const [letters, setLetters] = useState(false);
  const page = useRef<HTMLElement>(null);
  const onReset = () => setAsksReset(true);
  const reset = async () => {
    setAsksReset(false);
    await desk.reset();
    // What asked for it is gone or means something else now: the next thing to press is Train.
    page.current?.querySelector<HTMLElement>('.lab-main-button')?.focus();
  };
  const labWalk = useLabWalk();
  useLabKeys(labWalk.step);
  const openModel = () => setModel({ file: null });
  useDroppedText((file) => setModel({ file }));
  useEarlyChunks(status === 'ready');
  return (
    <main ref={page} className="lab">
      <h1 className="sr-only">Code Lab</h1>
      {narrow ? <LabChoices /> : <LabBar onReset={onReset} onStep={labWalk.step} />}
      <LabNotice onModel={openModel} onReset={() => void reset()} />
      <div className="lab-grid">
        <NetworkPanel
          onModel={openModel}
          walk={labWalk}
          orders={{ onReset, onStep: labWalk.step }}
        />
        <LossCard />
        <CodePanel walk={labWalk} />
        <div className="lab-made">
          <NamesCard letters={letters} onCloseLetters={() => setLetters(false)} />
          <WritingCard onLetters={() => setLetters(true)} onGenerated={() => setLetters(false)} />
        </div>
      </div>
      {children}
      <UseIt />
      <LabAnnouncer />
      {narrow && <LabThumbBar onReset={onReset} onStep={labWalk.step} />}
      {status !== 'loading' && model !== null && (
        <ModelDrawer file={model.file} onClose={() => setModel(null)} />
      )}
      <ConfirmDialog
        open={asksReset}
        title="Begin again, untrained?"
        safeLabel="Keep it"
        confirmLabel="Begin again"
        onSafe={() => setAsksReset(false)}
        onConfirm={() => void reset()}
      >
        {brought && `The weights that were brought are let go of. `}
        What it has learned in {plural(desk.record.getSnapshot().stepsDone, 'step')} is lost. The
        same seed gives the same first weights.
      </ConfirmDialog>
    </main>
  );
}
