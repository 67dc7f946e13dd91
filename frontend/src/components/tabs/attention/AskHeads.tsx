/** Where every head looks in the person's own text: all of them in sight, the most telling first. A press makes one large. */
import { Maximize2 } from 'lucide-react';
import { type CSSProperties, type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import { cx } from '@/components/shared/cx';
import { Tooltip } from '@/components/shared/Tooltip';
import type { HeadLabel } from '@/contexts/jobWords';
import type { Moment } from '@/contexts/moments';
import { isAlive } from '@/contexts/sessions';
import { useTrainingContext } from '@/contexts/TrainingContext';
import { useNarrow } from '@/hooks/useNarrow';
import { useCinema, useCurrentRun } from '@/hooks/useStores';
import { useMachine } from '@/hooks/useTime';
import type { HeadSource } from '@/viz/attention';
import { CellSentence } from '@/viz/CellSentence';
import { figure } from '@/viz/glyph';
import { HeatLegend } from '@/viz/HeatLegend/HeatLegend';
import { Heatmap } from '@/viz/Heatmap/Heatmap';
import { useSize } from '@/viz/useSize';
import { type AskPlan, mostTelling, planAsk, planAskNarrow } from './askPlan';
import { useJob } from './useCinemaData';
import { useMomentHeads } from './useMomentHeads';

const UNMEASURED = { width: 888, height: 104 };

/** A tile from here on has room for a sentence; a smaller one says its job in a word. */
const SENTENCE_PX = 80;
const IN_A_WORD: Record<HeadLabel, string> = {
  previous_character: 'before',
  same_character: 'same',
  first_position: 'first',
  word_start: 'words',
  separators: 'spaces',
  recent_characters: 'recent',
  positional: 'fixed',
  induction: 'repeats',
  diffuse: 'evenly',
  mixed: 'no job',
};

/** Stands still while the training goes on: a head that takes up a job must not push the others about. */
function useOrder(heads: readonly HeadSource[]): readonly HeadSource[] {
  const machine = useMachine();
  const status = useCurrentRun()?.status.status ?? 'idle';
  const alive = isAlive(status);
  // biome-ignore lint/correctness/useExhaustiveDependencies: sorted when it begins and when the run is over
  return useMemo(() => {
    const { settled } = machine.store.getState();
    return mostTelling(heads, settled.at(-1)?.heads);
  }, [machine, heads, alive]);
}

interface AskTileProps extends HeadSource {
  tokens: readonly string[];
  words: AskPlan['words'];
  /** The job in a word. */
  brief: boolean;
  onPoint: (head: HeadSource | null) => void;
  onOpen: (layer: number, head: number) => void;
}

function AskTile(tile: AskTileProps) {
  const { layer, head, source, tokens, words, brief, onPoint, onOpen } = tile;
  const { cinema } = useTrainingContext();
  const hovered = useCinema((state) => state.hovered);
  const job = useJob(layer, head);
  const name = `Layer ${layer}, head ${head}`;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the caption is the button; the picture is a larger place to press it
    <figure
      className="ask-head"
      data-words={words}
      onClick={() => onOpen(layer, head)}
      onPointerEnter={() => onPoint({ layer, head, source })}
      onPointerLeave={() => onPoint(null)}
    >
      <div className="ask-head-picture">
        <Heatmap
          variant="overview"
          filling
          {...{ source, layer, head, tokens, hovered }}
          onHover={(cell) => cinema.setState({ hovered: cell })}
        />
      </div>
      <figcaption>
        <Tooltip text={`${name}: ${job.does}. Press to see it large`} side="top">
          <button
            type="button"
            className="ask-head-open"
            data-head={`${layer}.${head}`}
            onClick={(event) => {
              event.stopPropagation();
              onOpen(layer, head);
            }}
          >
            <span aria-hidden="true">
              L{layer}·H{head}
            </span>
            <span className="sr-only">{`${name}: ${job.does}. Enlarge`}</span>
            {(words === 'corner' || !brief) && (
              <Maximize2 size={10} strokeWidth={2} aria-hidden="true" />
            )}
          </button>
        </Tooltip>
        {job.clear && (
          <span className={cx('ask-head-score num', job.found && 'text-cyan-text')}>
            {figure(job.score)}
          </span>
        )}
        <span className="ask-head-does">{brief ? IN_A_WORD[job.label] : job.does}</span>
      </figcaption>
    </figure>
  );
}

export interface AskHeadsProps {
  moment: Moment;
  onOpen: (layer: number, head: number) => void;
  /** The one that was large a moment ago, if any: the focus comes back to it. */
  cameFrom: RefObject<{ layer: number; head: number } | null>;
}

export function AskHeads({ moment, onOpen, cameFrom }: AskHeadsProps) {
  const room = useRef<HTMLDivElement>(null);
  const narrow = useNarrow();
  const size = useSize(room, UNMEASURED);
  const { heads, tokens } = useMomentHeads(moment);
  const order = useOrder(heads);
  const hovered = useCinema((state) => state.hovered);
  const [pointed, setPointed] = useState<HeadSource | null>(null);
  useEffect(() => {
    if (cameFrom.current === null) return;
    const { layer, head } = cameFrom.current;
    cameFrom.current = null;
    room.current?.querySelector<HTMLElement>(`[data-head="${layer}.${head}"]`)?.focus();
  }, [cameFrom]);
  const { columns, edge, words } = narrow
    ? planAskNarrow(order.length, size.width)
    : planAsk(order.length, size);
  const alone = tokens.length === 1;
  return (
    <section className="ask-heads" aria-label="Where its heads look in your text">
      <p className="ask-said">
        {pointed && hovered?.column != null && hovered.row < tokens.length ? (
          <>
            <b className="num">
              L{pointed.layer}·H{pointed.head}
            </b>{' '}
            <CellSentence source={pointed.source} tokens={tokens} cell={hovered} />
          </>
        ) : (
          <>
            <b>Where its heads look</b>{' '}
            {alone
              ? ''
              : narrow
                ? 'Press a head to see it large.'
                : 'Point at a cell for its weight, press a head to see it large.'}
          </>
        )}
      </p>
      {!narrow && !alone && <HeatLegend />}
      <div ref={room} className="ask-heads-room">
        {alone ? (
          <p className="ask-alone">
            One character can only look at itself: every head gives it all of its attention. Type a
            second one to see them differ.
          </p>
        ) : (
          <div
            className="ask-heads-grid"
            style={{ '--columns': columns, '--edge': `${edge}px` } as CSSProperties}
          >
            {order.map(({ layer, head, source }) => (
              <AskTile
                key={`${layer}.${head}`}
                {...{ layer, head, source, tokens, words, onOpen }}
                brief={narrow || words === 'corner' || edge < SENTENCE_PX}
                onPoint={setPointed}
              />
            ))}
          </div>
        )}
      </div>
    </section>
  );
}
