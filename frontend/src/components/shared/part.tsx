/**
 * A part of the page whose code is fetched when it is first shown. What cannot be fetched says so in its own place and
 * offers to try again: the rest of the page, and what trains in it, goes on. Catches no error of the part itself.
 */
import { type ComponentType, type ReactNode, useEffect, useReducer, useState } from 'react';
import { Button } from './Button';
import { FailureBlock } from './FailureBlock';

export interface PartWords<P> {
  /** What is missing when it cannot be fetched: "The form". */
  what: string;
  /** Stands there while it comes. */
  fallback?: ReactNode;
  /** In the place of the usual words; `again` fetches once more. */
  failed?: (props: P, again: () => void) => ReactNode;
}

/** `load` is asked again after it has failed, never after it has come. */
export function part<P extends object>(
  load: () => Promise<ComponentType<P>>,
  { what, fallback = null, failed }: PartWords<P>,
): ComponentType<P> {
  let View: ComponentType<P> | null = null;
  // biome-ignore lint/correctness/noComponentHookFactories: made once, at the head of a module, as React's lazy
  return function Part(props: P) {
    const [, draw] = useReducer((drawn: number) => drawn + 1, 0);
    const [attempt, setAttempt] = useState(0);
    const [failedAt, setFailedAt] = useState(-1);
    useEffect(() => {
      if (View) return;
      let wanted = true;
      load().then(
        (loaded) => {
          View = loaded;
          if (wanted) draw();
        },
        () => wanted && setFailedAt(attempt),
      );
      return () => {
        wanted = false;
      };
    }, [attempt]);
    if (View) return <View {...props} />;
    if (failedAt < attempt) return fallback;
    const again = () => {
      reviveStyles();
      setAttempt(attempt + 1);
    };
    return failed ? failed(props, again) : <Missing what={what} again={again} />;
  };
}

function Missing({ what, again }: { what: string; again: () => void }) {
  return (
    <FailureBlock title={`${what} could not be fetched`} className="part-missing">
      <p>Is the page still served? Whatever trains goes on meanwhile.</p>
      <div className="mt-2">
        <Button onClick={again}>Try again</Button>
      </div>
    </FailureBlock>
  );
}

/** A style sheet that did not come is asked for once alone: a link that failed stays there and stays empty. */
function reviveStyles(): void {
  for (const link of document.querySelectorAll<HTMLLinkElement>('link[rel=stylesheet]')) {
    if (!link.sheet) link.replaceWith(link.cloneNode());
  }
}
