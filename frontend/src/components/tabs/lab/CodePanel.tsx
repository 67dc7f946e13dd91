/** The code, lit as it runs, joined to this page's run. */
import type { LabSnapshot } from '@/lab/record';
import { CodeTwins } from './code/CodeTwins';
import { useLab, useLabRecord, useLabState } from './useLab';
import type { LabWalk } from './useLabWalk';

const lastOf = ({ last }: LabSnapshot) => last;
/** Nothing lights at full speed: the code rests while sixty steps a second pass. */
const nothing = () => null;

export default function CodePanel({ walk: { walk } }: { walk: LabWalk }) {
  const { inspect } = useLab();
  const pace = useLabState((state) => state.pace);
  const chars = useLabState((state) => state.chars);
  const last = useLabRecord(pace === 'steps' ? lastOf : nothing);
  return (
    <div className="lab-code">
      <CodeTwins pace={pace} walk={walk} chars={chars} last={last} inspect={inspect} />
    </div>
  );
}
