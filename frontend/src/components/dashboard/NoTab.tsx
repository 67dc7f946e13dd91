/** In place of a tab that is not there: says so, and leads to one that is. */
import { Link, useParams } from 'react-router';
import { TABS } from './tabTable';

/** Rooms that are announced but not built. */
const TO_COME: Readonly<Record<string, string>> = {
  lab: 'Code Lab',
};

export function NoTab() {
  const path = useParams()['*'] ?? '';
  const first = TABS[0];
  const name = TO_COME[path.split('/')[0] ?? ''];
  return (
    <main className="grid flex-1 place-items-center p-6">
      <div className="flex max-w-[480px] flex-col items-start gap-4">
        <h1 className="text-24 tracking-figure">
          {name ? `${name} is not here yet` : 'There is nothing at this address'}
        </h1>
        <p className="text-16">
          {name ? (
            'It will be one of the tabs above. What you train meanwhile goes on.'
          ) : (
            <>
              <span className="mono break-all text-text">/app/{path}</span> is no tab of LLMBreaker.
            </>
          )}
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
