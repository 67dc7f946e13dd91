/** The first page: one sentence, one way in. Its first load stays small, so no chart, motion or wire code comes with it. */
import { useEffect } from 'react';
import { Link } from 'react-router';
import { loadDashboard } from '@/loadDashboard';
import './landing.css';
import { ParticleField } from './ParticleField';

/** Fetches the app while nobody waits for it. A failure is not lost: Launch asks again and reports. */
function prefetch(): void {
  loadDashboard().catch(() => undefined);
}

export function Landing() {
  useEffect(() => {
    // Safari has no requestIdleCallback.
    if ('requestIdleCallback' in window) {
      const idle = window.requestIdleCallback(prefetch, { timeout: 4000 });
      return () => window.cancelIdleCallback(idle);
    }
    const later = setTimeout(prefetch, 1500);
    return () => clearTimeout(later);
  }, []);

  return (
    <main className="landing">
      <ParticleField />
      <h1 className="landing-logo">LLMBreaker</h1>
      <p className="landing-tagline">See intelligence emerge in real-time</p>
      <Link
        to="/app/watch"
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
