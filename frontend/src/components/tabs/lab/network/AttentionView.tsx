/** Which earlier letters each letter looks at: every head of one layer side by side, or one of them as bars to walk around. */
import { type CSSProperties, memo, useEffect, useMemo, useRef, useState } from 'react';
import { part } from '@/components/shared/part';
import { SegmentedControl } from '@/components/shared/SegmentedControl';
import type { Cell, MatrixSource } from '@/viz/attention';
import { CellSentence } from '@/viz/CellSentence';
import { glyph } from '@/viz/glyph';
import { HeatLegend } from '@/viz/HeatLegend/HeatLegend';
import { Heatmap } from '@/viz/Heatmap/Heatmap';
import { useSize } from '@/viz/useSize';
import { useLab, useLabState, useWants } from '../useLab';
import { placeHeads } from './headPlaces';
import { HeadSources } from './headSources';

const Bars3D = part(async () => (await import('@/viz/Bars3D/Bars3D')).Bars3D, {
  what: 'The 3D picture',
});

export interface AttentionViewProps {
  /** One head as bars to walk around. */
  raised: boolean;
  /** 3D is too slow or not to be had. */
  onFlat: () => void;
}

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

export function AttentionView({ raised, onFlat }: AttentionViewProps) {
  const { nHead, nLayer } = useLabState((state) => state.settings);
  const [chosen, setChosen] = useState({ layer: 0, head: 0 });
  const layer = Math.min(chosen.layer, nLayer - 1);
  const head = Math.min(chosen.head, nHead - 1);
  const { sources, tokens } = useHeads(layer, nHead);
  const [pointed, setPointed] = useState<Pointed | null>(null);
  const source = sources[head];
  if (tokens.length === 0) {
    return (
      <p className="lab-idle">After the next step: which letters each letter looks back at.</p>
    );
  }
  const told = pointed && pointed.cell.row < tokens.length ? sources[pointed.head] : undefined;
  return (
    <div className="lab-heads">
      {raised && source ? (
        <div className="lab-bars">
          <Bars3D
            {...{ source, layer, head, tokens }}
            hovered={pointed?.head === head ? pointed.cell : null}
            onHover={(cell) => setPointed(cell && { head, cell })}
            onSlow={onFlat}
            onUnavailable={onFlat}
          />
        </div>
      ) : (
        <AllHeads {...{ sources, layer, tokens, pointed, onPointed: setPointed }} />
      )}
      <div className="lab-heads-foot">
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
        {!raised && (
          <p className="lab-heads-words" aria-hidden="true">
            {pointed && told ? (
              <CellSentence source={told} tokens={tokens} cell={pointed.cell} />
            ) : (
              'Rows look, columns are looked at.'
            )}
          </p>
        )}
        <div className="lab-heads-scale" aria-hidden="true">
          <HeatLegend />
        </div>
      </div>
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

const UNMEASURED = { width: 838, height: 200 };

function AllHeads({ sources, layer, tokens, pointed, onPointed }: AllHeadsProps) {
  const room = useRef<HTMLDivElement>(null);
  const size = useSize(room, UNMEASURED);
  const { columns, edge, lettered } = placeHeads(sources.length, tokens.length, size);
  const sizes = { '--columns': columns, '--edge': `${edge}px` } as CSSProperties;
  return (
    <div ref={room} className="lab-heads-room">
      <ul style={sizes} data-lettered={lettered}>
        {sources.map((one, head) => (
          // Heads have no other name than their number.
          // biome-ignore lint/suspicious/noArrayIndexKey: as above
          <li key={head}>
            <Heatmap
              variant="overview"
              filling
              source={one}
              {...{ layer, head, tokens }}
              hovered={pointed?.head === head ? pointed.cell : null}
              onHover={(cell) => onPointed(cell && { head, cell })}
            />
            {/* Above the diagonal lies the future, where nothing is drawn. */}
            <span className="lab-head-name">head {head}</span>
            {lettered && <AxisLetters tokens={tokens} />}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** The letters that look, at the left, and those looked at, below. */
const AxisLetters = memo(function AxisLetters({ tokens }: { tokens: readonly string[] }) {
  return ['rows', 'columns'].map((axis) => (
    <span key={axis} className="lab-head-letters mono" data-axis={axis} aria-hidden="true">
      {tokens.map((token, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a position is its place
        <i key={i}>{glyph(token)}</i>
      ))}
    </span>
  ));
});
