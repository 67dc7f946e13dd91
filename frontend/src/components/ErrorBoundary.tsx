/** Catches what the page could not draw, says so, and offers to load it again. Reports nothing anywhere. */
import { Component, type ErrorInfo, type ReactNode } from 'react';
import { Message } from './Message';

interface Props {
  children: ReactNode;
  /** Called with the error and React's component stack, for whoever wants to keep it. */
  onError?: (error: unknown, stack: string) => void;
}

export class ErrorBoundary extends Component<Props, { failure: string | null }> {
  override state: { failure: string | null } = { failure: null };

  static getDerivedStateFromError(error: unknown) {
    return { failure: error instanceof Error ? error.message : String(error) };
  }

  override componentDidCatch(error: unknown, info: ErrorInfo) {
    this.props.onError?.(error, info.componentStack ?? '');
  }

  override render() {
    if (this.state.failure === null) return this.props.children;
    return (
      <Message
        role="alert"
        title="This page stopped drawing"
        actions={
          <>
            <button
              type="button"
              className="btn btn-control"
              onClick={() => window.location.reload()}
            >
              Load it again
            </button>
            <a className="btn btn-quiet" href="/">
              Home
            </a>
          </>
        }
      >
        <p>
          What trains on the server is not affected, and its whole story comes back when the page is
          loaded again. A model of the Code Lab lives in the page itself and begins anew with it.
        </p>
        <p className="mono mt-4 break-words text-14 text-text-3">{this.state.failure}</p>
      </Message>
    );
  }
}
