/** Where the characters lie in the space the model made up for them, and how they drifted there. */
import { useMemo, useRef } from 'react';
import type { Moment } from '@/contexts/moments';
import { useTrainingContext } from '@/contexts/TrainingContext';
import { useEasedStep } from '@/hooks/useShownStep';
import { useCinema, useCurrentRun } from '@/hooks/useStores';
import { useMachine, useTime } from '@/hooks/useTime';
import { seenApart } from '@/viz/EmbeddingMap/apart';
import { EmbeddingMap } from '@/viz/EmbeddingMap/EmbeddingMap';
import { type Axes, fitAxes, project } from '@/viz/EmbeddingMap/pca';
import { positionsAt } from '@/viz/EmbeddingMap/positions';
import type { EmbeddingStop } from '@/viz/EmbeddingMap/types';
import './letters.css';

/** Up to this many numbers a character the axes are fitted anew at every stop of a run that goes on. */
const QUICK_WIDTH = 64;

/** The axes of the newest stop: every other one is seen along them, so that letters drift and the room stands still. */
function useAxes(newest: Moment | null, running: boolean): Axes | null {
  const kept = useRef<{ of: Moment; axes: Axes } | null>(null);
  return useMemo(() => {
    if (newest === null) return kept.current?.axes ?? null;
    const { chars, width, vectors } = newest.embeddings;
    const known = kept.current;
    const same = known?.axes.dimension === width;
    if (known && same && (known.of === newest || (running && width > QUICK_WIDTH))) {
      return known.axes;
    }
    // A model that ran away has no places.
    if (!vectors.every(Number.isFinite)) return known && same ? known.axes : null;
    const axes = fitAxes(vectors, chars.length, width, same ? known.axes : null);
    kept.current = { of: newest, axes };
    return axes;
  }, [newest, running]);
}

function useEmbeddingStops(axes: Axes | null): readonly EmbeddingStop[] {
  const machine = useMachine();
  const stops = useTime((state) => state.stops);
  const cached = useTime((state) => state.cached);
  const projected = useRef<{ axes: Axes | null; of: WeakMap<Moment, EmbeddingStop> }>({
    axes: null,
    of: new WeakMap(),
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is kept changes with these two
  return useMemo(() => {
    if (axes === null) return [];
    if (projected.current.axes !== axes) projected.current = { axes, of: new WeakMap() };
    const { of } = projected.current;
    return machine.moments().map((moment) => {
      const { chars, vectors } = moment.embeddings;
      const stop = of.get(moment) ?? {
        step: moment.step,
        positions: project(axes, vectors, chars.length),
      };
      of.set(moment, stop);
      return stop;
    });
  }, [machine, axes, stops, cached]);
}

export function LettersView() {
  const { cinema } = useTrainingContext();
  const running = useCurrentRun()?.status.status === 'running';
  const last = useTime((state) => state.last);
  const step = useEasedStep();
  const dimensions = useCinema((state) => state.dimensions);
  const letter = useCinema((state) => state.letter);
  const axes = useAxes(last, running);
  const stops = useEmbeddingStops(axes);
  const axesSeen = dimensions === '3D' ? 3 : 2;
  const chars = last?.embeddings.chars;
  const seen = useMemo(() => {
    if (!chars || stops.length === 0) return '';
    const positions = new Float32Array(chars.length * 3);
    positionsAt(stops, step, positions);
    return seenApart(chars, positions, axesSeen);
  }, [chars, stops, step, axesSeen]);
  return (
    <section className="card letters" aria-label="Letters">
      <div className="letters-head">
        <h2>Where it puts each character</h2>
        <p>Characters that it treats alike drift together. {seen}</p>
      </div>
      {axes === null || last === null ? (
        <p className="ask-waiting">The first places are on their way…</p>
      ) : (
        <div className="letters-map">
          <EmbeddingMap
            chars={last.embeddings.chars}
            stops={stops}
            step={step}
            dimensions={axesSeen}
            explained={axes.explained}
            hovered={letter}
            onHover={(char) => cinema.setState({ letter: char })}
          />
        </div>
      )}
    </section>
  );
}
