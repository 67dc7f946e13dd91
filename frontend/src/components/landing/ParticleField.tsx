/** The moving background of the landing page. Decorative: it has no name and takes no pointer. */
import { useEffect, useRef } from 'react';
import { composeField } from './field';
import { forgetWords, paintField, readColours } from './paintField';

export function ParticleField() {
  const canvas = useRef<HTMLCanvasElement>(null);

  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (!element || !context) return;
    const still = window.matchMedia('(prefers-reduced-motion: reduce)');
    const colours = readColours(element);
    let field = composeField(1, 1);
    let request = 0;
    let seconds = 0;
    let before = 0;

    const draw = (now: number) => {
      request = 0;
      // A tab that was hidden comes back to the picture it left.
      if (before > 0) seconds += Math.min(now - before, 100) / 1000;
      before = now;
      paintField(context, field, colours, still.matches ? 0 : seconds);
      if (!still.matches && !document.hidden) request = requestAnimationFrame(draw);
    };
    const wake = () => {
      before = 0;
      if (request === 0) request = requestAnimationFrame(draw);
    };
    const fit = () => {
      const { width, height } = element.getBoundingClientRect();
      const ratio = Math.min(window.devicePixelRatio || 1, 2);
      element.width = Math.round(width * ratio);
      element.height = Math.round(height * ratio);
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      field = composeField(width, height);
      wake();
    };
    const pause = () => {
      if (!document.hidden) wake();
      else {
        cancelAnimationFrame(request);
        request = 0;
      }
    };
    const observer = new ResizeObserver(fit);
    observer.observe(element);
    still.addEventListener('change', wake);
    document.addEventListener('visibilitychange', pause);
    // The still picture is drawn once; it must not keep the fallback typeface.
    Promise.all([
      document.fonts.load('400 16px "JetBrains Mono Variable"'),
      document.fonts.load('500 23px "JetBrains Mono Variable"'),
    ]).then(() => {
      forgetWords();
      wake();
    }, wake);
    return () => {
      observer.disconnect();
      still.removeEventListener('change', wake);
      document.removeEventListener('visibilitychange', pause);
      cancelAnimationFrame(request);
      request = -1;
    };
  }, []);

  return (
    <div aria-hidden="true" className="landing-field">
      <canvas ref={canvas} />
    </div>
  );
}
