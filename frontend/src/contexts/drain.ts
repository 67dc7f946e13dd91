/**
 * From the network's clock to the screen's: what arrives is kept in order and handed over once per
 * animation frame. In a hidden page, where frames stand still, a slow timer takes their place.
 */

const HIDDEN_INTERVAL_MS = 250;

export interface Drain<T> {
  push(item: T): void;
  /** Hands over what waits now. */
  flush(): void;
  close(): void;
}

export function createDrain<T>(handOver: (items: readonly T[]) => void): Drain<T> {
  let waiting: T[] = [];
  let frame: number | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const cancel = () => {
    if (frame !== null) cancelAnimationFrame(frame);
    clearTimeout(timer);
    frame = null;
    timer = undefined;
  };
  const flush = () => {
    cancel();
    if (waiting.length === 0) return;
    const items = waiting;
    waiting = [];
    handOver(items);
  };
  const schedule = () => {
    if (frame !== null || timer !== undefined) return;
    if (document.hidden) timer = setTimeout(flush, HIDDEN_INTERVAL_MS);
    else frame = requestAnimationFrame(flush);
  };
  // A frame that was asked for before the page was hidden would wait until it is seen again.
  const onVisibility = () => {
    cancel();
    if (waiting.length > 0) schedule();
  };
  document.addEventListener('visibilitychange', onVisibility);
  return {
    push(item) {
      waiting.push(item);
      schedule();
    },
    flush,
    close() {
      cancel();
      document.removeEventListener('visibilitychange', onVisibility);
    },
  };
}
