/** Which earlier letters each letter looks at: every head of one layer side by side, or one of them as bars to walk around. */
import { useEffect, useMemo, useState } from 'react';
import { part } from '@/components/shared/part';
import { SegmentedControl } from '@/components/shared/SegmentedControl';
import type { Cell, MatrixSource } from '@/viz/attention';
import { CellSentence } from '@/viz/CellSentence';
import { Heatmap } from '@/viz/Heatmap/Heatmap';
import { useLab, useLabState, useWants } from '../useLab';
import { Dimensions } from './Dimensions';
import { HeadSources } from './headSources';

const Bars3D = part(async () => (await import('@/viz/Bars3D/Bars3D')).Bars3D, {
  what: 'The 3D picture',
});

interface Pointed {
  head: number;
  cell: Cell;
}

const NONE: readonly string[] = [];

/** The heads of a layer as they looked at a document that stays long enough to be read, and its letters. */
function useHeads(layer: number, heads: number) {
  useWants('activations');
  const desk = useLab();
  const chars = useLabState((state) => state.chars);
  const sources = useMemo(() => new HeadSources(heads), [heads]);
  const [tokens, setTokens] = useState<readonly string[]>([]);
  useEffect(() => {
    const take = () => {
      const { pictures } = desk.record.getSnapshot();
      if (pictures === null) {
        // Another model.
        sources.again();
        setTokens(NONE);
      }
      const isLive = desk.store.getState().phase === 'running';
      const next = sources.take(pictures?.activations ?? null, layer, chars, isLive);
      if (next) setTokens(next);
    };
    sources.again();
    setTokens(NONE);
    take();
    return desk.record.subscribe(take);
  }, [desk, sources, layer, chars]);
  return { sources: sources.heads, tokens };
}

const numbered = (count: number, word: string) =>
  Array.from({ length: count }, (_, i) => ({ value: String(i), label: `${word} ${i}` }));

export function AttentionView() {
  const { nHead, nLayer } = useLabState((state) => state.settings);
  const [chosen, setChosen] = useState({ layer: 0, head: 0 });
  const layer = Math.min(chosen.layer, nLayer - 1);
  const head = Math.min(chosen.head, nHead - 1);
  const { sources, tokens } = useHeads(layer, nHead);
  const [pointed, setPointed] = useState<Pointed | null>(null);
  const [raised, setRaised] = useState(false);
  const source = sources[head];
  if (tokens.length === 0) {
    return (
      <p className="lab-idle">After the next step: which letters each letter looks back at.</p>
    );
  }
  const choice = (
    <div className="lab-head-choice">
      {nLayer > 1 && (
        <SegmentedControl
          label="Layer"
          value={String(layer)}
          onValueChange={(next) => setChosen({ layer: Number(next), head })}
          options={numbered(nLayer, 'Layer')}
        />
      )}
      {raised && nHead > 1 && (
        <SegmentedControl
          label="Head"
          value={String(head)}
          onValueChange={(next) => setChosen({ layer, head: Number(next) })}
          options={numbered(nHead, nHead > 4 ? '' : 'head')}
        />
      )}
    </div>
  );
  const flat = () => setRaised(false);
  return (
    <div className="lab-heads">
      {raised && source ? (
        <div className="lab-bars">
          <Bars3D
            {...{ source, layer, head, tokens }}
            hovered={pointed?.head === head ? pointed.cell : null}
            onHover={(cell) => setPointed(cell && { head, cell })}
            onSlow={flat}
            onUnavailable={flat}
          />
        </div>
      ) : (
        <AllHeads {...{ sources, layer, tokens, pointed, onPointed: setPointed }} />
      )}
      {choice}
      <Dimensions raised={raised} onRaised={setRaised} />
    </div>
  );
}

interface AllHeadsProps {
  sources: readonly MatrixSource[];
  layer: number;
  tokens: readonly string[];
  pointed: Pointed | null;
  onPointed: (pointed: Pointed | null) => void;
}

function AllHeads({ sources, layer, tokens, pointed, onPointed }: AllHeadsProps) {
  const source = pointed && sources[pointed.head];
  return (
    <>
      <ul>
        {sources.map((one, head) => (
          // Heads have no other name than their number.
          // biome-ignore lint/suspicious/noArrayIndexKey: as above
          <li key={head}>
            <div className="lab-head-picture">
              <Heatmap
                variant="overview"
                filling
                source={one}
                {...{ layer, head, tokens }}
                hovered={pointed?.head === head ? pointed.cell : null}
                onHover={(cell) => onPointed(cell && { head, cell })}
              />
            </div>
            <span>head {head}</span>
          </li>
        ))}
      </ul>
      <p className="lab-heads-words" aria-hidden="true">
        {pointed && source && pointed.cell.row < tokens.length ? (
          <CellSentence source={source} tokens={tokens} cell={pointed.cell} />
        ) : (
          'Rows look, columns are looked at: darker is more.'
        )}
      </p>
    </>
  );
}
