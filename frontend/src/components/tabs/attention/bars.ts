/** Fetches the 3D picture, which brings three.js: when it is asked for, or as soon as someone seems about to. */
export const loadBars = () => import('@/viz/Bars3D/Bars3D');

/** A chunk that cannot be had yet is asked for again, and then complained about, when it is needed. */
export const preloadBars = (): void => void loadBars().catch(() => undefined);

/** Fetches it once the page has nothing else to do. Returns how to call that off. */
export function preloadBarsWhenIdle(): () => void {
  if (typeof window.requestIdleCallback !== 'function') return () => {};
  const request = window.requestIdleCallback(preloadBars);
  return () => window.cancelIdleCallback(request);
}
