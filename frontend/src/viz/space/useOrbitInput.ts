/** Mouse, fingers and wheel to turns, zooms and pointed places. Owns no camera: it tells one. */
import { type PointerEvent, type RefObject, useEffect, useRef } from 'react';
import type { Orbit } from './orbit';

/** Radians a px. */
const TURN = 0.006;
const WHEEL = 0.0012;
/** A finger or mouse that moved less than this clicked. */
const CLICK_PX = 5;

/** A picture with a camera. */
export interface Orbited {
  readonly orbit: Orbit;
  /** A factor below 1 comes nearer; x and y: what was pointed at, px within the picture. */
  zoomAt(factor: number, x: number, y: number): void;
  reset(): void;
  invalidate(): void;
}

export interface OrbitInput {
  root: RefObject<HTMLElement | null>;
  scene: RefObject<Orbited | null>;
  /** Pointed at, px within the picture; null: left. */
  onPoint: (at: { x: number; y: number } | null) => void;
  onClick: (at: { x: number; y: number }) => void;
}

interface Touch {
  x: number;
  y: number;
}

export function useOrbitInput({ root, scene, onPoint, onClick }: OrbitInput) {
  const down = useRef(new Map<number, Touch>());
  const travelled = useRef(0);

  useEffect(() => {
    const target = root.current;
    if (!target) return;
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
      const box = target.getBoundingClientRect();
      const factor = Math.exp(event.deltaY * lines * WHEEL);
      scene.current?.zoomAt(factor, event.clientX - box.left, event.clientY - box.top);
      scene.current?.invalidate();
    };
    // React's own wheel listener is passive: it could not keep the page from scrolling.
    target.addEventListener('wheel', onWheel, { passive: false });
    return () => target.removeEventListener('wheel', onWheel);
  }, [root, scene]);

  const place = (event: PointerEvent) => {
    const box = root.current?.getBoundingClientRect();
    return { x: event.clientX - (box?.left ?? 0), y: event.clientY - (box?.top ?? 0) };
  };
  const spread = () => {
    const [a, b] = [...down.current.values()];
    return a && b ? Math.hypot(a.x - b.x, a.y - b.y) : 0;
  };
  const between = () => {
    const [a, b] = [...down.current.values()];
    return { x: ((a?.x ?? 0) + (b?.x ?? 0)) / 2, y: ((a?.y ?? 0) + (b?.y ?? 0)) / 2 };
  };
  return {
    onPointerDown: (event: PointerEvent) => {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      if (down.current.size === 0) travelled.current = 0;
      down.current.set(event.pointerId, place(event));
      if (event.pointerType === 'touch') onPoint(place(event));
    },
    onPointerMove: (event: PointerEvent) => {
      const was = down.current.get(event.pointerId);
      const at = place(event);
      if (!was) {
        onPoint(at);
        return;
      }
      const before = spread();
      down.current.set(event.pointerId, at);
      if (before > 0) {
        const { x, y } = between();
        scene.current?.zoomAt(before / Math.max(1, spread()), x, y);
      } else scene.current?.orbit.turn(-(at.x - was.x) * TURN, (at.y - was.y) * TURN);
      travelled.current += Math.hypot(at.x - was.x, at.y - was.y);
      scene.current?.invalidate();
    },
    onPointerUp: (event: PointerEvent) => {
      if (!down.current.delete(event.pointerId)) return;
      if (travelled.current < CLICK_PX && down.current.size === 0) onClick(place(event));
    },
    onPointerCancel: (event: PointerEvent) => {
      down.current.delete(event.pointerId);
    },
    onPointerLeave: (event: PointerEvent) => {
      if (event.pointerType !== 'touch' && down.current.size === 0) onPoint(null);
    },
    onDoubleClick: () => {
      scene.current?.reset();
      scene.current?.invalidate();
    },
  };
}

/** What a key does to the camera; false when it means nothing here. */
export function orbitKey(key: string, orbit: Orbit): boolean {
  switch (key) {
    case 'ArrowLeft':
      orbit.turn(-0.15, 0);
      return true;
    case 'ArrowRight':
      orbit.turn(0.15, 0);
      return true;
    case 'ArrowUp':
      orbit.turn(0, 0.1);
      return true;
    case 'ArrowDown':
      orbit.turn(0, -0.1);
      return true;
    case '+':
    case '=':
      orbit.zoom(0.85);
      return true;
    case '-':
    case '_':
      orbit.zoom(1 / 0.85);
      return true;
    case '0':
      orbit.reset();
      return true;
    default:
      return false;
  }
}
