/** What the triangle heatmap is given. */
import type { AttentionViewProps } from '../attention';

export interface HeatmapProps extends AttentionViewProps {
  /**
   * `overview`: the triangle alone, at most 4 px a cell for 64 characters, no tab stop. `detail`: with labels, crosshair, chips, tooltip, legend and keys.
   * Both fill their parent and stand at its lower left corner.
   */
  variant: 'overview' | 'detail';
  /** Cells of any size, smoothed where they are small, so that the triangle is as large for a long text as for a short one. */
  filling?: boolean;
  /** Labels, chips, tooltip and legend; decided by the width when left out (from 440 px). */
  annotated?: boolean;
}
