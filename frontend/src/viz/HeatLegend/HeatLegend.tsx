/** The colours of attention, with their weights: the same figures wherever they are drawn. */
import { HEAT_GRADIENT, HEAT_TICKS } from '../heat';
import './HeatLegend.css';

export function HeatLegend() {
  return (
    <div className="heat-scale num" aria-hidden="true">
      <i style={{ background: HEAT_GRADIENT }} />
      {HEAT_TICKS.map((value) => (
        <span key={value} style={{ left: `${value * 100}%` }}>
          {value}
        </span>
      ))}
    </div>
  );
}
