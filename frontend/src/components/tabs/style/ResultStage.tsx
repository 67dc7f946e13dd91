/** What came of it: the view that was chosen, once the comparison is there. */
import { useEffect, useState } from 'react';
import { useCurrentRun, useStyle } from '@/hooks/useStores';
import { CompareView } from './CompareView';
import { DetailsView } from './DetailsView';
import { QuizView } from './QuizView';
import type { ResultProps } from './result';
import { WriteView } from './WriteView';

const VIEWS = {
  compare: CompareView,
  details: DetailsView,
  quiz: QuizView,
  write: ({ report, sessionId }: ResultProps) => (
    <WriteView step={report.step} sessionId={sessionId} />
  ),
};
/** A comparison takes a second or two; after so long it will not come. */
const PATIENCE_MS = 20_000;

function Waiting() {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <section className="card result-waiting" role="status">
      <h2>{late ? 'There is no comparison of this run' : 'It is writing, and reads itself…'}</h2>
      <p>
        {late
          ? 'The model is there, but comparing it with your words failed. Train makes it anew.'
          : 'What it writes is laid beside your own words, and every shared phrase is looked up.'}
      </p>
    </section>
  );
}

export function ResultStage() {
  const run = useCurrentRun();
  const view = useStyle((state) => state.view);
  if (!run?.report) return <Waiting />;
  const View = VIEWS[view];
  return (
    <div className="result-stage" data-view={view}>
      <View report={run.report} sessionId={run.status.session_id} />
    </div>
  );
}
