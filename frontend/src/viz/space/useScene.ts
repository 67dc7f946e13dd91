/** Keeps a 3D scene on the page for as long as its component is. */
import { type RefObject, useLayoutEffect, useRef } from 'react';
import { type Opened, openContext } from './context';

/**
 * Fills `scene` with what `make` builds on a canvas of its own within `host`, or with nothing where there is no WebGL (`onMissing` is told).
 * Both are called once, before anything is painted: what they call later must look up what is newest itself.
 */
export function useScene<Scene extends { dispose(): void }>(
  scene: RefObject<Scene | null>,
  host: RefObject<HTMLElement | null>,
  make: (canvas: HTMLCanvasElement, opened: Opened) => Scene,
  onMissing: () => void,
): void {
  const first = useRef({ make, onMissing });
  useLayoutEffect(() => {
    if (!host.current) return;
    // A lost context cannot be had again from the same canvas: each scene has its own.
    const canvas = document.createElement('canvas');
    host.current.append(canvas);
    const opened = openContext(canvas);
    if (!opened) {
      first.current.onMissing();
      return () => canvas.remove();
    }
    const made = first.current.make(canvas, opened);
    scene.current = made;
    return () => {
      made.dispose();
      canvas.remove();
      scene.current = null;
    };
  }, [scene, host]);
}
