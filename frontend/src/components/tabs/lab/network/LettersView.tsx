/** Where the model puts its letters: the embeddings of this run on the axes along which they differ most. */
import { useEffect, useMemo, useRef, useState } from 'react';
import type { LabSnapshot } from '@/lab/record';
import { EmbeddingMap } from '@/viz/EmbeddingMap/EmbeddingMap';
import { type Axes, fitAxes, project } from '@/viz/EmbeddingMap/pca';
import type { EmbeddingStop } from '@/viz/EmbeddingMap/types';
import { START_MARK } from '@/viz/glyph';
import { useLabRecord, useLabState, useWants } from '../useLab';

const picturesOf = ({ pictures }: LabSnapshot) => pictures;
/** Axes are fitted anew no more often than this: letters drift on steady axes, and the page stays free. */
const FIT_MS = 250;

interface Fit {
  axes: Axes;
  stops: EmbeddingStop[];
}

export function LettersView({ raised }: { raised: boolean }) {
  useWants('embeddings');
  const pictures = useLabRecord(picturesOf);
  const chars = useLabState((state) => state.chars);
  const running = useLabState(({ phase }) => phase === 'running');
  const all = useMemo(() => [...chars, START_MARK], [chars]);
  const [hovered, setHovered] = useState<string | null>(null);
  const [fit, setFit] = useState<Fit | null>(null);
  const fittedAt = useRef(Number.NEGATIVE_INFINITY);

  const embeddings = pictures?.embeddings ?? null;
  const step = pictures?.step ?? 0;
  useEffect(() => {
    if (!embeddings || embeddings.shape[0] !== all.length) return;
    const now = performance.now();
    if (running && now - fittedAt.current < FIT_MS) return;
    fittedAt.current = now;
    const { data, shape } = embeddings;
    setFit((was) => {
      const axes = fitAxes(data, shape[0], shape[1], was?.axes ?? null);
      return { axes, stops: [{ step, positions: project(axes, data, shape[0]) }] };
    });
  }, [embeddings, step, all, running]);
  // Of another alphabet, until the newest is fitted.
  const isFitting = !fit || fit.stops[0]?.positions.length !== 3 * all.length;
  if (isFitting) return <p className="lab-idle">The letters of the model will lie here.</p>;
  return (
    <EmbeddingMap
      chars={all}
      stops={fit.stops}
      step={fit.stops[0]?.step ?? 0}
      dimensions={raised ? 3 : 2}
      explained={fit.axes.explained}
      hovered={hovered}
      onHover={setHovered}
    />
  );
}
