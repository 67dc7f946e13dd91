/** Before there is anything to see: what will appear here, and the button that makes it happen. */
import { useCurrentRun } from '@/hooks/useStores';
import { StageNotice } from '../watch/StageNotice';
import { StageWaiting } from '../watch/StageWaiting';
import { StartHere } from '../watch/StartHere';
import { Lessons } from './Lessons';
import { useModelShape } from './useCinemaData';

const STEPS = [
  [
    'Rows look',
    'Each row of a triangle is one character. Its cells say how much it looks back at each one before it.',
  ],
  [
    'Heads find jobs',
    'At first every look is spread evenly. Then lines appear: the previous character, the start of the word, what came last time.',
  ],
  [
    'Time runs both ways',
    'More than a hundred steps are kept. Slide back to the moment a head found its job, and ask the model of then.',
  ],
] as const;

/** A triangle of cells that darken towards the diagonal: the shape of what will come. */
function Sketch() {
  const rows = 7;
  return (
    <svg className="empty-sketch" viewBox="0 0 70 70" aria-hidden="true">
      {Array.from({ length: rows * rows }, (_, i) => [Math.floor(i / rows), i % rows] as const)
        .filter(([row, column]) => column <= row)
        .map(([row, column]) => (
          <rect
            key={`${row}.${column}`}
            x={column * 10 + 0.5}
            y={row * 10 + 0.5}
            width={9}
            height={9}
            rx={1.5}
            opacity={0.18 + 0.5 * (column / (row + 1))}
          />
        ))}
    </svg>
  );
}

export function EmptyCinema() {
  const run = useCurrentRun();
  const { layers, heads } = useModelShape();
  const status = run?.status;
  if (status?.status === 'error' || status?.diverged) return <StageNotice />;
  if (status?.status === 'queued') return <StageWaiting status={status} />;
  if (status && status.status !== 'idle') {
    return (
      <section className="card empty-cinema" aria-label="Attention">
        <Sketch />
        <h2>The first look is on its way…</h2>
        <p>Each of its heads is about to show where it looks.</p>
      </section>
    );
  }
  const all = layers * heads;
  return (
    <section className="card empty-cinema" aria-label="Attention">
      <Sketch />
      <h2>Nobody is looking yet</h2>
      <p className="empty-lead">
        {all} attention {all === 1 ? 'head' : 'heads'} will appear here, each a triangle that fills
        as the model learns where to look.
      </p>
      <ul className="empty-steps">
        {STEPS.map(([title, words]) => (
          <li key={title}>
            <b>{title}</b>
            <span>{words}</span>
          </li>
        ))}
      </ul>
      <StartHere />
      <Lessons />
    </section>
  );
}
