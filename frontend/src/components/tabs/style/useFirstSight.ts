/** Whether a result is seen for the first time: what appears line by line does so once, not whenever it is looked at again. */
import { useEffect, useState } from 'react';

const seen = new WeakSet<object>();

/** `first` until `settle` is called or the view is left; never again for the same `thing`. */
export function useFirstSight(thing: object): { first: boolean; settle: () => void } {
  const [first, setFirst] = useState(() => !seen.has(thing));
  useEffect(() => {
    seen.add(thing);
  }, [thing]);
  return { first, settle: () => setFirst(false) };
}
