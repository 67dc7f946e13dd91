/** The network at work, seen from one of three sides; above it what was just read. */
import { SlidersHorizontal } from 'lucide-react';
import { useRef, useState } from 'react';
import { Button } from '@/components/shared/Button';
import { FullScreenButton } from '@/components/shared/FullScreenButton';
import { part } from '@/components/shared/part';
import { SegmentedControl } from '@/components/shared/SegmentedControl';
import { useFullScreen } from '@/hooks/useFullScreen';
import { useNarrow } from '@/hooks/useNarrow';
import { CurrentDocument } from '../CurrentDocument';
import { LabCounter } from '../LabBar';
import { LabTransport, type LabTransportProps } from '../LabTransport';
import type { LabWalk } from '../useLabWalk';
import { Dimensions } from './Dimensions';
import { NetworkView } from './NetworkView';

/** Each comes with its pictures when somebody looks at it. */
const what = 'The picture';
const AttentionView = part(async () => (await import('./AttentionView')).AttentionView, { what });
const LettersView = part(async () => (await import('./LettersView')).LettersView, { what });

type View = 'network' | 'attention' | 'letters';
const VIEWS: { value: View; label: string; tooltip: string }[] = [
  {
    value: 'network',
    label: 'Network',
    tooltip: 'All numbers, from a letter in to the next letter',
  },
  { value: 'attention', label: 'Attention', tooltip: 'Which earlier letters each letter looks at' },
  { value: 'letters', label: 'Letters', tooltip: 'Which letters the model treats alike' },
];

export interface NetworkPanelProps {
  onModel: () => void;
  walk: LabWalk;
  orders: LabTransportProps;
}

export function NetworkPanel({ onModel, walk, orders }: NetworkPanelProps) {
  const narrow = useNarrow();
  const [view, setView] = useState<View>('network');
  const [raised, setRaised] = useState<Record<View, boolean>>({
    network: !narrow,
    attention: false,
    letters: false,
  });
  const raise = (is: boolean) => setRaised((was) => ({ ...was, [view]: is }));
  const flat = () => raise(false);
  const panel = useRef<HTMLElement>(null);
  const { isFull, toggle } = useFullScreen(panel);
  return (
    <section ref={panel} className="card lab-network" aria-label="Network">
      <div className="lab-network-head">
        <SegmentedControl label="Picture" options={VIEWS} value={view} onValueChange={setView} />
        <Dimensions raised={raised[view]} onRaised={raise} />
        {isFull && (
          <div className="lab-network-train">
            <LabTransport compact {...orders} />
            <LabCounter />
          </div>
        )}
        <CurrentDocument />
        <Button size="small" icon={SlidersHorizontal} onClick={onModel}>
          Model
        </Button>
        <FullScreenButton size="small" isFull={isFull} onToggle={toggle} what="The network" />
      </div>
      <div className="lab-network-picture">
        {view === 'network' && <NetworkView walk={walk} raised={raised.network} onFlat={flat} />}
        {view === 'attention' && <AttentionView raised={raised.attention} onFlat={flat} />}
        {view === 'letters' && <LettersView raised={raised.letters} />}
      </div>
    </section>
  );
}
