/** What the bars of distances are given. */
import type { MatrixSource } from '../attention';

export interface DistanceBarsProps {
  source: MatrixSource;
  /** How many distances, "self" included; less for short texts. Default 16. */
  distances?: number;
  /** Distance of the cell that is pointed at, or null. */
  hovered?: number | null;
  /** The head goes by distance: its highest bars are marked. Default false. */
  telling?: boolean;
}
