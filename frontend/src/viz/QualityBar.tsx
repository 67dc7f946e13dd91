/** How much of a text is real words (green), plausible (blue) and noise (grey). */
import './quality.css';
import { qualityShares } from './quality';

export interface QualityBarProps {
  /** An empty text gives the empty bar of a sample that is still to come. */
  text: string;
  quality: string;
  className?: string;
}

const percent = (share: number) => `${Math.round(share * 100)} %`;

export function QualityBar({ text, quality, className = '' }: QualityBarProps) {
  const shares = qualityShares(text, quality);
  if (!shares) return <span className={`quality-bar ${className}`} aria-hidden="true" />;
  const words = `${percent(shares.word)} in real words, ${percent(shares.plausible)} plausible, ${percent(shares.noise)} noise`;
  return (
    <span className={`quality-bar ${className}`} role="img" aria-label={words} title={words}>
      <span style={{ width: `${shares.word * 100}%`, background: 'var(--word)' }} />
      <span style={{ width: `${shares.plausible * 100}%`, background: 'var(--blue)' }} />
      <span style={{ width: `${shares.noise * 100}%`, background: 'var(--noise-bar)' }} />
    </span>
  );
}
