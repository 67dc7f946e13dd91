/** What a visitor sees at an address that does not exist. */
import { Link, useLocation } from 'react-router';
import { Message } from './Message';

export function NotFound() {
  const { pathname } = useLocation();
  return (
    <Message
      title="There is nothing at this address"
      actions={
        <>
          <Link className="btn btn-control" to="/app/watch">
            Watch a model learn
          </Link>
          <Link className="btn btn-quiet" to="/">
            Home
          </Link>
        </>
      }
    >
      <p>
        <span className="mono break-all text-text">{pathname}</span> is not a page of LLMBreaker.
        The link may have been cut short.
      </p>
    </Message>
  );
}
