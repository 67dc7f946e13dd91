/** What the 3D bars are given, and what a test may ask them. */
import type { Ref } from 'react';
import type { AttentionViewProps } from '../attention';
import type { CameraStats, SpaceEvents, SpaceHandle, SpaceStats } from '../space/types';

export interface Bars3DStats extends SpaceStats, CameraStats {
  /** Of the newest frame, bars alone; the labels are one more. */
  barDrawCalls: number;
}

export type Bars3DHandle = SpaceHandle<Bars3DStats>;

export interface Bars3DProps extends AttentionViewProps, Partial<SpaceEvents> {
  ref?: Ref<Bars3DHandle>;
  /** Turn down to the flat picture's own pose, and back up when it is false again. */
  lying?: boolean;
  /** It lies as the flat picture would, which can take over. */
  onLying?: () => void;
}
