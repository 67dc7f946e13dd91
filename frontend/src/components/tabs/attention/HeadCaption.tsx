/** What a head does, in words, and by how much. */
import { cx } from '@/components/shared/cx';
import { Tooltip } from '@/components/shared/Tooltip';
import { figure } from '@/viz/glyph';
import type { Job } from './useCinemaData';

export interface HeadCaptionProps {
  layer: number;
  head: number;
  job: Job;
  /** Makes the words a button. */
  onOpen?: () => void;
}

export function HeadCaption({ layer, head, job, onOpen }: HeadCaptionProps) {
  const words = <span className="head-does">{job.does}</span>;
  return (
    <div className={cx('head-caption', !job.found && 'head-caption-soon')}>
      <span className="head-name">
        <span className="head-name-long">
          Layer {layer} · Head {head}
        </span>
        <span className="head-name-brief" aria-hidden="true">
          L{layer}·H{head}
        </span>
      </span>
      {onOpen ? (
        <Tooltip text={job.explains} side="bottom">
          <button
            type="button"
            className="head-open"
            aria-label={`Layer ${layer}, head ${head}: ${job.does}${job.clear ? `, score ${figure(job.score)}` : ''}. Open in detail`}
            onClick={(event) => {
              event.stopPropagation();
              onOpen();
            }}
          >
            {words}
          </button>
        </Tooltip>
      ) : (
        <Tooltip text={job.explains} side="bottom" touch="tap">
          <button type="button" className="head-open head-explained">
            {words}
          </button>
        </Tooltip>
      )}
      <span className="head-score num">{job.clear ? figure(job.score) : ''}</span>
    </div>
  );
}
