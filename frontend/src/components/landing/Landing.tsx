/** The first page: one sentence, one way in. */
import { Link } from 'react-router';

export function Landing() {
  return (
    <main>
      <h1>LLMBreaker</h1>
      <Link to="/app/watch">Launch</Link>
    </main>
  );
}
