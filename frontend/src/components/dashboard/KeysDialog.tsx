/** The list of keys. */
import type { ReactNode } from 'react';
import { Button } from '@/components/shared/Button';
import { Kbd } from '@/components/shared/Kbd';
import { useUIContext } from '@/contexts/UIContext';
import { KEYS, PLACE_KEYS } from '@/hooks/useShortcuts';
import { useUi } from '@/hooks/useStores';
import { Modal } from './Modal';

/** Of the app: those of every tab. */
export function KeysDialog() {
  const ui = useUIContext();
  const open = useUi((state) => state.keysOpen);
  return (
    <KeysModal
      open={open}
      onClose={() => ui.setState({ keysOpen: false })}
      keys={KEYS}
      places={PLACE_KEYS}
    >
      On the loss curve and the list of samples, the arrow keys walk from checkpoint to checkpoint.
    </KeysModal>
  );
}

export interface KeysModalProps {
  open: boolean;
  onClose: () => void;
  keys: readonly KeyRow[];
  /** Of what the focus is on. */
  places: readonly { place: string; rows: readonly KeyRow[] }[];
  children?: ReactNode;
}

export function KeysModal({ open, onClose, keys, places, children }: KeysModalProps) {
  return (
    <Modal open={open} onClose={onClose} title="Keys" className="dialog-wide">
      <div className="mt-4 gap-x-8 sm:columns-2 lg:columns-3">
        <KeyList rows={keys} />
        {places.map(({ place, rows }) => (
          <section key={place} className="mt-4 break-inside-avoid">
            <h3 className="mb-2 text-text-3">{place}</h3>
            <KeyList rows={rows} />
          </section>
        ))}
      </div>
      {children && <p className="mt-4 text-text-3">{children}</p>}
      <div className="dialog-end">
        <Button onClick={onClose}>Close</Button>
      </div>
    </Modal>
  );
}

export type KeyRow = { readonly keys: readonly string[]; readonly does: string };

const KeyList = ({ rows }: { rows: readonly KeyRow[] }) => (
  <dl className="grid grid-cols-[auto_1fr] content-start gap-x-4 gap-y-2 break-inside-avoid">
    {rows.map(({ keys, does }) => (
      <div key={does} className="col-span-2 grid grid-cols-subgrid">
        <dt className="flex items-start gap-1">
          {keys.map((key) => (
            <Kbd key={key}>{key}</Kbd>
          ))}
        </dt>
        <dd>{does}</dd>
      </div>
    ))}
  </dl>
);
