/** How long a run still takes, in words. Pure. */

/** null while nobody can know. */
export function timeLeft(step: number, maxIters: number, ratePerSecond: number): string | null {
  if (ratePerSecond <= 0) return null;
  const seconds = Math.ceil((maxIters - step) / ratePerSecond);
  if (seconds <= 0) return 'reading what it wrote';
  if (seconds >= 120) return `about ${Math.round(seconds / 60)} minutes left`;
  return `about ${seconds} s left`;
}
