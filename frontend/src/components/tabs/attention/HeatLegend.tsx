/** The scale of the colours, small, where the picture has no room for its own. */
import { heatCss } from '@/viz/heat';

const STOPS = Array.from({ length: 9 }, (_, i) => heatCss(i / 8)).join(', ');

export const HeatLegend = () => (
  <p className="heat-legend-small num">
    0 <span aria-hidden="true" style={{ background: `linear-gradient(to right, ${STOPS})` }} /> 1
    <span className="sr-only">, white to dark blue</span>
  </p>
);
