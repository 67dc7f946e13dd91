/** All heads at once, and a line of text that says where each of them looks. */
import { type KeyboardEvent, useRef, useState } from 'react';
import { useTrainingContext } from '@/contexts/TrainingContext';
import { useNarrow } from '@/hooks/useNarrow';
import { useCinema } from '@/hooks/useStores';
import { useMachine, useTime } from '@/hooks/useTime';
import type { HeadSource } from '@/viz/attention';
import { CellSentence } from '@/viz/CellSentence';
import { HeatLegend } from '@/viz/HeatLegend/HeatLegend';
import { ReadingStrip } from '@/viz/ReadingStrip/ReadingStrip';
import { useSize } from '@/viz/useSize';
import { HeadTile } from './HeadTile';
import { keyTile, planNarrow, planTiles } from './tileGrid';

const UNMEASURED = { width: 1232, height: 312 };

export function Overview() {
  const grid = useRef<HTMLElement>(null);
  const { cinema } = useTrainingContext();
  const machine = useMachine();
  const shape = useTime((state) => state.shape);
  const hovered = useCinema((state) => state.hovered);
  const narrow = useNarrow();
  const room = useSize(grid, UNMEASURED);
  const [pointed, setPointed] = useState<HeadSource | null>(null);
  if (shape === null) return null;
  const { nLayer, nHead, tokens } = shape;
  const { heads } = machine.display;
  const { columns, kind, fits } = narrow
    ? planNarrow(nLayer, nHead)
    : planTiles(nLayer, nHead, tokens.length, room);

  const onKeyDown = (event: KeyboardEvent) => {
    const tiles = [...(grid.current?.querySelectorAll<HTMLElement>('.head-open') ?? [])];
    const at = tiles.indexOf(event.target as HTMLElement);
    // As many as really stand beside each other: a small screen has its own number.
    const wide = getComputedStyle(grid.current as Element).gridTemplateColumns.split(' ').length;
    const to = at < 0 ? undefined : keyTile(event.key, at, tiles.length, wide);
    if (to === undefined) return;
    event.preventDefault();
    tiles[to]?.focus();
  };
  return (
    <>
      <section
        ref={grid}
        className="head-grid"
        aria-label="Every head"
        data-tiles={kind}
        data-fits={fits}
        style={{ '--columns': columns } as React.CSSProperties}
        onKeyDown={onKeyDown}
      >
        {heads.map(({ layer, head, source }) => (
          <HeadTile
            key={`${layer}.${head}`}
            {...{ layer, head, source, tokens }}
            onPoint={setPointed}
          />
        ))}
      </section>
      <section className="card reading" aria-label="Reading">
        <ReadingStrip
          heads={heads}
          layers={nLayer}
          tokens={tokens}
          hovered={hovered}
          onHover={(cell) => cinema.setState({ hovered: cell })}
          note={
            pointed !== null && hovered !== null && hovered.row < tokens.length ? (
              <>
                Layer {pointed.layer} · Head {pointed.head}:{' '}
                <CellSentence source={pointed.source} tokens={tokens} cell={hovered} />
              </>
            ) : undefined
          }
          legend={<HeatLegend />}
        />
      </section>
    </>
  );
}
