/** Waits until the page has nothing to do for a while: not for one short pause, which a start-up is full of. */

/** Pauses in a row, each with so many ms left, and so many ms between two looks. */
const PAUSES = 4;
const LEFT_MS = 8;
const BETWEEN_MS = 150;
/** Where a browser does not tell when it is idle. */
const WITHOUT_MS = 2500;

/** Calls once; what it returns takes the call back. */
export function whenIdle(callback: () => void): () => void {
  let timer: ReturnType<typeof setTimeout>;
  if (typeof requestIdleCallback === 'undefined') {
    timer = setTimeout(callback, WITHOUT_MS);
    return () => clearTimeout(timer);
  }
  let handle = 0;
  let pauses = 0;
  const look = () => {
    handle = requestIdleCallback((deadline) => {
      pauses = deadline.timeRemaining() >= LEFT_MS ? pauses + 1 : 0;
      if (pauses >= PAUSES) callback();
      else timer = setTimeout(look, BETWEEN_MS);
    });
  };
  timer = setTimeout(look, BETWEEN_MS);
  return () => {
    clearTimeout(timer);
    cancelIdleCallback(handle);
  };
}
