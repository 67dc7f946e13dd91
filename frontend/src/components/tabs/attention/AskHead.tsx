/** One head, large, for the person's own text at the step in sight: its characters on the axes, every weight to be read. */
import { ArrowLeft, ChevronLeft, ChevronRight } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useHotkeys } from 'react-hotkeys-hook';
import { Button, IconButton } from '@/components/shared/Button';
import { Kbd } from '@/components/shared/Kbd';
import type { Moment } from '@/contexts/moments';
import { useTrainingContext } from '@/contexts/TrainingContext';
import { useCinema } from '@/hooks/useStores';
import { CellSentence } from '@/viz/CellSentence';
import { Heatmap } from '@/viz/Heatmap/Heatmap';
import { useJob } from './useCinemaData';
import { useMomentHeads } from './useMomentHeads';

export interface AskHeadProps {
  moment: Moment;
  layer: number;
  head: number;
  onShow: (layer: number, head: number) => void;
  onBack: () => void;
}

export function AskHead({ moment, layer, head, onShow, onBack }: AskHeadProps) {
  const { cinema } = useTrainingContext();
  const back = useRef<HTMLButtonElement>(null);
  const hovered = useCinema((state) => state.hovered);
  const [locked, setLocked] = useState<{ of: string; row: number } | null>(null);
  const { heads, tokens } = useMomentHeads(moment);
  const job = useJob(layer, head);
  useEffect(() => back.current?.focus(), []);
  useHotkeys('escape', onBack, {
    enableOnFormTags: true,
    ignoreEventWhen: () =>
      document.querySelector('[role="dialog"], [role="alertdialog"], [role="listbox"]') !== null,
  });
  const at = layer * moment.nHead + head;
  const source = heads[at]?.source;
  const go = (by: number) => {
    const next = (at + by + heads.length) % heads.length;
    onShow(Math.floor(next / moment.nHead), next % moment.nHead);
  };
  if (!source) return null;
  const key = `${layer}.${head} ${tokens.join('')}`;
  const lockedRow = locked?.of === key ? locked.row : null;
  const row = lockedRow ?? hovered?.row ?? null;
  const cell =
    row === null || row >= tokens.length
      ? null
      : { row, column: hovered?.column == null ? null : Math.min(hovered.column, row) };
  return (
    <section className="ask-large" aria-label={`Layer ${layer}, head ${head}, in your text`}>
      <div className="ask-large-picture">
        <Heatmap
          variant="detail"
          {...{ source, layer, head, tokens, hovered, lockedRow }}
          onHover={(next) => cinema.setState({ hovered: next })}
          onLockRow={(next) => setLocked(next === null ? null : { of: key, row: next })}
        />
      </div>
      <div className="ask-large-words">
        <div className="ask-large-bar">
          <Button ref={back} size="small" icon={ArrowLeft} onClick={onBack}>
            All heads <Kbd>Esc</Kbd>
          </Button>
          <IconButton
            size="small"
            kind="quiet"
            icon={ChevronLeft}
            label="Previous head"
            onClick={() => go(-1)}
          />
          <IconButton
            size="small"
            kind="quiet"
            icon={ChevronRight}
            label="Next head"
            onClick={() => go(1)}
          />
        </div>
        <p className="head-name num">
          Layer {layer} · Head {head}
        </p>
        <h2 className="ask-large-does">{job.does}</h2>
        <p className="text-text-3">
          {job.clear ? 'That is its job on the text it is watched with. ' : ''}Here it reads yours.
        </p>
        <p className="ask-large-said">
          {cell ? (
            <CellSentence source={source} tokens={tokens} cell={cell} />
          ) : (
            'Point at a cell for its weight. A click holds its row.'
          )}
        </p>
      </div>
    </section>
  );
}
