/** Every head of one layer on the document that was just read: which earlier letters each letter looks at. */
import { useEffect, useMemo, useState } from 'react';
import { SegmentedControl } from '@/components/shared/SegmentedControl';
import type { Cell } from '@/viz/attention';
import { CellSentence } from '@/viz/CellSentence';
import { Heatmap } from '@/viz/Heatmap/Heatmap';
import { useLab, useLabState, useWants } from '../useLab';
import { HeadSources } from './headSources';

export function AttentionView() {
  useWants('activations');
  const desk = useLab();
  const chars = useLabState((state) => state.chars);
  const { nHead, nLayer } = useLabState((state) => state.settings);
  const [layer, setLayer] = useState(0);
  const shown = Math.min(layer, nLayer - 1);
  const [hovered, setHovered] = useState<{ head: number; cell: Cell } | null>(null);
  const sources = useMemo(() => new HeadSources(nHead), [nHead]);
  const [tokens, setTokens] = useState<readonly string[]>([]);
  useEffect(() => {
    const take = () => {
      const { pictures } = desk.record.getSnapshot();
      const isLive = desk.store.getState().phase === 'running';
      const next = sources.take(pictures?.activations ?? null, shown, chars, isLive);
      if (next) setTokens(next);
    };
    sources.again();
    take();
    return desk.record.subscribe(take);
  }, [desk, sources, shown, chars]);
  if (tokens.length === 0) {
    return (
      <p className="lab-idle">After the first step: which letters each letter looks back at.</p>
    );
  }
  return (
    <div className="lab-heads">
      {nLayer > 1 && (
        <SegmentedControl
          label="Layer"
          value={String(shown)}
          onValueChange={(next) => setLayer(Number(next))}
          options={Array.from({ length: nLayer }, (_, i) => ({
            value: String(i),
            label: `Layer ${i}`,
          }))}
        />
      )}
      <ul>
        {sources.heads.map((source, head) => (
          // Heads have no other name than their number.
          // biome-ignore lint/suspicious/noArrayIndexKey: as above
          <li key={head}>
            <div className="lab-head-picture">
              <Heatmap
                variant="overview"
                filling
                source={source}
                layer={shown}
                head={head}
                tokens={tokens}
                hovered={hovered?.head === head ? hovered.cell : null}
                onHover={(cell) => setHovered(cell && { head, cell })}
              />
            </div>
            <span>head {head}</span>
          </li>
        ))}
      </ul>
      <p className="lab-heads-words" aria-hidden="true">
        {hovered?.cell.column != null && sources.heads[hovered.head] ? (
          <CellSentence
            source={sources.heads[hovered.head] as (typeof sources.heads)[number]}
            tokens={tokens}
            cell={hovered.cell}
          />
        ) : (
          'Rows look, columns are looked at: darker is more.'
        )}
      </p>
    </div>
  );
}
