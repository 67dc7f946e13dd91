/** The paces to choose from, in words. */
import type { Speed } from '@/contexts/sessions';
import { BASE_RATE } from './pace';

export const SPEED_OPTIONS = ([1, 2, 5, 10, 0] as const).map((speed) => ({
  value: `${speed}` as `${Speed}`,
  label: speed === 0 ? 'Max' : `${speed}x`,
  tooltip:
    speed === 0
      ? 'As fast as this machine can'
      : `${BASE_RATE * speed} steps a second, if this machine can`,
}));
