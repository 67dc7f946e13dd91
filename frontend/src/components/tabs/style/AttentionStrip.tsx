/** Every head of the run, live and small, with the job it has found. A press opens it in Attention Cinema. */
import { useNavigate } from 'react-router';
import { isAlive } from '@/contexts/sessions';
import { useTrainingContext } from '@/contexts/TrainingContext';
import { useCurrentRun } from '@/hooks/useStores';
import { useMachine, useTime } from '@/hooks/useTime';
import { Heatmap } from '@/viz/Heatmap/Heatmap';
import { type Job, jobOf, useHeadJobs, useModelShape } from '../attention/useCinemaData';
import { attentionSentence, LOOKS_AT } from './attentionSentence';

/** What stands below a picture. That so far it looks everywhere is said once, above them all. */
function captionOf(job: Job | undefined, alive: boolean): string {
  if (job?.found) return LOOKS_AT[job.label] ?? job.does;
  return alive ? 'still searching' : 'no clear job';
}

/** More letters than these find no room along a small picture. */
const MOST_LETTERS = 10;
/** Of a longer text so much is named. */
const MOST_READING = 24;

/** The characters as they are named in a line of text. */
function readable(tokens: readonly string[]): string[] {
  const shown = tokens.map((token) => (token === '\n' ? '⏎' : token));
  return shown.length > MOST_READING ? [...shown.slice(0, MOST_READING - 1), '…'] : shown;
}

/** Which letter each row and column is: to the right of its cell, where the future would be. */
function Letters({ tokens }: { tokens: readonly string[] }) {
  const count = tokens.length;
  return (
    <span className="strip-letters" aria-hidden="true">
      {readable(tokens).map((letter, i) => {
        const place = { left: `${(100 * (i + 1)) / count}%`, top: `${(100 * i) / count}%` };
        return (
          <i key={place.left} style={{ ...place, height: `${100 / count}%` }}>
            {letter === ' ' ? '␣' : letter}
          </i>
        );
      })}
    </span>
  );
}

export function AttentionStrip() {
  const { cinema } = useTrainingContext();
  const navigate = useNavigate();
  const machine = useMachine();
  const shape = useTime((state) => state.shape);
  const jobs = useHeadJobs();
  const { layers, heads } = useModelShape();
  const open = (layer: number, head: number) => {
    cinema.setState({ layer, head, view: 'detail', hovered: null, lockedRow: null });
    navigate('/app/attention');
  };
  const status = useCurrentRun()?.status.status;
  const alive = status !== undefined && isAlive(status);
  const places = Array.from({ length: layers * heads }, (_, i) => ({
    layer: Math.floor(i / heads),
    head: i % heads,
  }));
  const tokens = shape?.tokens ?? [];
  const reading = readable(tokens).join('');
  const found = places.map(({ layer, head }) => jobOf(jobs, layer, head));
  return (
    <section className="card attention-strip" aria-label="Attention">
      <div className="strip-head">
        <h2>Where it looks</h2>
        <p aria-live="off">{attentionSentence(found, alive)}</p>
        <span>
          {reading !== '' && (
            <>
              It reads “<bdi className="strip-reading">{reading}</bdi>”.{' '}
            </>
          )}
          Dark: looked at. Press one to see it large
        </span>
      </div>
      <ul className="strip-heads" style={{ '--heads': places.length } as React.CSSProperties}>
        {places.map(({ layer, head }, i) => {
          const job = found[i];
          const name = `Layer ${layer}, head ${head}`;
          const caption = captionOf(job, alive);
          return (
            <li key={name} className="strip-head-tile" data-found={job?.found ?? false}>
              <div className="strip-picture">
                {shape !== null && (
                  <Heatmap
                    variant="overview"
                    filling
                    {...{ layer, head, tokens: shape.tokens, hovered: null }}
                    source={machine.display.source(layer, head)}
                  />
                )}
                {tokens.length > 0 && tokens.length <= MOST_LETTERS && <Letters tokens={tokens} />}
              </div>
              <button
                type="button"
                className="strip-open"
                aria-label={`${name}: ${caption}. Open in Attention Cinema`}
                onClick={() => open(layer, head)}
              >
                {caption}
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
