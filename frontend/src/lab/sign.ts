/** Whether the lab trains, and how far it is, for those who show no more of it: the header. Loads nothing of the lab. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { LabDesk } from './desk';

/** 0 to 1 in twentieths of what is planned; null while nothing trains by itself. */
export type Share = number | null;

const PARTS = 20;

export const labSign: StoreApi<{ share: Share }> = createStore(() => ({ share: null }));

/** Keeps a sign as the desk is; the answer ends it. At the pace of lines only a page that shows them goes on. */
export function tellSign(
  { store, record }: Pick<LabDesk, 'store' | 'record'>,
  sign = labSign,
): () => void {
  const tell = () => {
    const { status, phase, pace } = store.getState();
    const { stepsDone, stepsPlanned } = record.getSnapshot();
    const trains = status === 'ready' && phase === 'running' && pace !== 'lines';
    const part = Math.floor((PARTS * stepsDone) / Math.max(1, stepsPlanned));
    const share = trains ? Math.min(1, part / PARTS) : null;
    if (share !== sign.getState().share) sign.setState({ share });
  };
  tell();
  const ends = [store.subscribe(tell), record.subscribe(tell)];
  return () => {
    for (const end of ends) end();
  };
}
