/** The code, lit as it runs, joined to this page's run. */
import type { LabState } from '@/lab/desk';
import type { LabSnapshot } from '@/lab/record';
import type { Runs } from './code/CodeHead';
import { CodeTwins } from './code/CodeTwins';
import { useLab, useLabRecord, useLabState } from './useLab';
import type { LabWalk } from './useLabWalk';

const lastOf = ({ last }: LabSnapshot) => last;
const runsOf = ({ phase, engine, pace }: LabState, walked: boolean): Runs => {
  if (pace === 'lines' && walked) return 'walked';
  if (phase !== 'running') return 'rest';
  // Each step that is walked through is computed by the code that is shown.
  return engine === 'value' || pace === 'lines' ? 'running' : 'fast';
};
/** Nothing lights at full speed: the code rests while sixty steps a second pass. */
const nothing = () => null;

export default function CodePanel({ walk: { walk } }: { walk: LabWalk }) {
  const { inspect } = useLab();
  const pace = useLabState((state) => state.pace);
  const chars = useLabState((state) => state.chars);
  const walked = walk.state.recording !== null;
  const runs = useLabState((state) => runsOf(state, walked));
  const last = useLabRecord(pace === 'steps' ? lastOf : nothing);
  return (
    <div className="lab-code">
      <CodeTwins pace={pace} walk={walk} chars={chars} last={last} inspect={inspect} runs={runs} />
    </div>
  );
}
