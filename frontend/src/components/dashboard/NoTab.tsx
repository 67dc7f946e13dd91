/** In place of a tab that is not there: says so, and leads to one that is. */
import { Link, useParams } from 'react-router';
import { TABS } from './tabTable';

export function NoTab() {
  const path = useParams()['*'] ?? '';
  const first = TABS[0];
  return (
    <main className="grid flex-1 place-items-center p-6">
      <div className="flex max-w-[480px] flex-col items-start gap-4">
        <h1 className="text-24 tracking-figure">There is nothing at this address</h1>
        <p className="text-16">
          <span className="mono break-all text-text">/app/{path}</span> is no tab of LLMBreaker.
        </p>
        {first && (
          <Link className="btn btn-control" to={`/app/${first.path}`}>
            {first.name}
          </Link>
        )}
      </div>
    </main>
  );
}
