/** What one head does: in words, as a number, over training, for the character that is pointed at, and by distance. */
import { useMemo } from 'react';
import { Term } from '@/components/shared/Tooltip';
import { scoreLine } from '@/contexts/headEvents';
import type { HeadLabel } from '@/contexts/jobWords';
import { useTrainingContext } from '@/contexts/TrainingContext';
import { useNarrow } from '@/hooks/useNarrow';
import { useMaxStep } from '@/hooks/useShownStep';
import { useCinema } from '@/hooks/useStores';
import { usePastStep, useTime } from '@/hooks/useTime';
import type { MatrixSource } from '@/viz/attention';
import { CellSentence } from '@/viz/CellSentence';
import { DistanceBars } from '@/viz/DistanceBars/DistanceBars';
import { figure } from '@/viz/glyph';
import { ScoreLine } from '@/viz/ScoreLine/ScoreLine';
import { ProbeText } from './ProbeText';
import type { Job } from './useCinemaData';

export interface HeadPanelProps {
  layer: number;
  head: number;
  source: MatrixSource;
  tokens: readonly string[];
  job: Job;
}

/** Jobs that the bars by distance can show. */
const ABOUT_DISTANCE: ReadonlySet<HeadLabel> = new Set([
  'previous_character',
  'recent_characters',
  'positional',
]);

export function HeadPanel({ layer, head, source, tokens, job }: HeadPanelProps) {
  const { cinema } = useTrainingContext();
  const narrow = useNarrow();
  const history = useTime((state) => state.history);
  const past = usePastStep();
  const maxStep = useMaxStep();
  const hovered = useCinema((state) => state.hovered);
  const lockedRow = useCinema((state) => state.lockedRow);
  const points = useMemo(
    () => scoreLine(history, { layer, head, label: job.label }),
    [history, layer, head, job.label],
  );
  const row = lockedRow ?? hovered?.row ?? null;
  const cell =
    row === null || row >= tokens.length
      ? null
      : {
          row,
          column: hovered?.row === row || lockedRow !== null ? (hovered?.column ?? null) : null,
        };
  const distance = cell?.column == null ? null : cell.row - cell.column;
  return (
    <section className="card head-panel" aria-label="What this head does">
      {!narrow && (
        <>
          <span className="head-name">
            Layer {layer} · Head {head}
          </span>
          <h2 className={job.found ? 'head-title' : 'head-title head-title-soon'}>
            <Term text={job.explains}>{job.does}</Term>
          </h2>
        </>
      )}
      <div className="head-figures">
        {!narrow && (
          <>
            <b className={job.found ? 'head-big num' : 'head-big head-big-soon num'}>
              {figure(job.score)}
            </b>
            <span className="head-meaning">{job.meaning}</span>
          </>
        )}
        <span className="head-over">its score over training</span>
        <div className="head-line">
          <ScoreLine points={points} step={past} maxStep={maxStep} label={job.does} />
        </div>
      </div>
      <p className="head-sentence">
        {cell ? (
          <>
            <CellSentence source={source} tokens={tokens} cell={cell} />
            {lockedRow !== null && (
              <span className="head-held">held; {narrow ? 'a touch' : 'Esc'} lets go</span>
            )}
          </>
        ) : (
          <span className="text-text-3">
            {narrow
              ? 'Touch a cell: its row is held.'
              : 'Point at a cell or a character. A click holds its row.'}
          </span>
        )}
      </p>
      <ProbeText
        source={source}
        tokens={tokens}
        row={row}
        onHover={(next) => lockedRow === null && cinema.setState({ hovered: next })}
      />
      <div className="head-distance">
        <h3>
          How far back it looks <small>share of its attention</small>
        </h3>
        <div className="head-distance-plot">
          <DistanceBars
            source={source}
            hovered={distance}
            telling={ABOUT_DISTANCE.has(job.label)}
          />
        </div>
      </div>
    </section>
  );
}
