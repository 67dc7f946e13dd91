/** The numbers under the rail. Pure. */
import { scaleLinear } from '@visx/scale';
import { stepToX } from './painter';

export interface Tick {
  step: number;
  x: number;
  anchor: 'start' | 'middle' | 'end';
}

/** A tick needs this much, px. */
const ROOM = 52;

/** Round numbers, with both ends; the ends lean inwards. */
export function placeTicks(maxStep: number, width: number): Tick[] {
  const wanted = Math.max(2, Math.min(6, Math.floor(width / ROOM)));
  const inner = scaleLinear<number>({ domain: [0, maxStep] }).ticks(wanted);
  const place = (step: number) => stepToX(step, maxStep, width);
  const kept = inner.filter(
    (step) =>
      Number.isInteger(step) && step > 0 && step < maxStep && place(maxStep) - place(step) > ROOM,
  );
  return [
    { step: 0, x: place(0), anchor: 'start' },
    ...kept.map((step) => ({ step, x: place(step), anchor: 'middle' as const })),
    { step: maxStep, x: place(maxStep), anchor: 'end' },
  ];
}
