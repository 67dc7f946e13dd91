/** The mark: a causal triangle that lights up along its diagonal. Decorative, so it has no name. */

const CELLS = [0, 1, 2, 3].flatMap((row) =>
  Array.from({ length: row + 1 }, (_, column) => ({ row, column })),
);
const PITCH = 5.75;

export function Mark({ size = 24 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden="true">
      {CELLS.map(({ row, column }) => (
        <rect
          key={`${row}-${column}`}
          x={1 + column * PITCH}
          y={1 + row * PITCH}
          width={4.75}
          height={4.75}
          rx={1.25}
          fill={`color-mix(in srgb, var(--cyan) ${((row + column) / 6) * 100}%, var(--blue))`}
          opacity={row === column ? 1 : row - column === 1 ? 0.6 : 0.32}
        />
      ))}
    </svg>
  );
}
