/** The first page: one sentence, one way in. Its first load stays small, so no chart, motion or wire code comes with it. */
import { useCallback, useEffect } from 'react';
import { Link } from 'react-router';
import './landing.css';
import { ParticleField } from './ParticleField';

export interface LandingProps {
  /** Where Launch leads. */
  to: string;
  /** Fetches what stands there. */
  load: () => Promise<unknown>;
}

export function Landing({ to, load }: LandingProps) {
  /** While nobody waits for it. A failure is not lost: Launch asks again and reports. */
  const prefetch = useCallback(() => {
    load().catch(() => undefined);
  }, [load]);
  useEffect(() => {
    // Safari has no requestIdleCallback.
    if ('requestIdleCallback' in window) {
      const idle = window.requestIdleCallback(prefetch, { timeout: 4000 });
      return () => window.cancelIdleCallback(idle);
    }
    const later = setTimeout(prefetch, 1500);
    return () => clearTimeout(later);
  }, [prefetch]);

  return (
    <main className="landing">
      <ParticleField />
      <h1 className="landing-logo">LLMBreaker</h1>
      <p className="landing-tagline">See intelligence emerge in real-time</p>
      <Link
        to={to}
        className="btn btn-start landing-launch"
        onPointerEnter={prefetch}
        onFocus={prefetch}
      >
        Launch
      </Link>
      <p className="landing-foot">
        A real language model, trained on your own computer. Nothing leaves it.
      </p>
    </main>
  );
}
