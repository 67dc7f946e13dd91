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
  const found = places.map(({ layer, head }) => jobOf(jobs, layer, head));
  return (
    <section className="card attention-strip" aria-label="Attention">
      <div className="strip-head">
        <h2>Where it looks</h2>
        <p aria-live="off">{attentionSentence(found, alive)}</p>
        <span>Dark: looked at. Press one to see it large</span>
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
