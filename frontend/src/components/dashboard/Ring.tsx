/** A share as a ring of 16 px. Decorative: the words stand beside it. */

const RADIUS = 6;
const AROUND = 2 * Math.PI * RADIUS;

export function Ring({ share }: { share: number }) {
  const circle = { cx: 8, cy: 8, r: RADIUS, fill: 'none', strokeWidth: 2.5 };
  return (
    <svg width={16} height={16} viewBox="0 0 16 16" aria-hidden="true">
      <circle {...circle} stroke="var(--line-strong)" />
      <circle
        {...circle}
        stroke="var(--cyan)"
        strokeLinecap="round"
        strokeDasharray={`${share * AROUND} ${AROUND}`}
        transform="rotate(-90 8 8)"
      />
    </svg>
  );
}
