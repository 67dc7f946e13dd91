/** How much of a text is typed so far. Reveals a new text within 600 ms, one animation frame at a time. */
import { useEffect, useState } from 'react';
import { prefersStill } from './motion';

const LONGEST_MS = 600;
const CHARACTER_MS = 8;

/** Characters of `text` to show, in code points; all of them when `active` is false or motion is unwelcome. */
export function useTyping(text: string, active: boolean): number {
  const total = [...text].length;
  const [typed, setTyped] = useState({ text, count: active && !prefersStill() ? 0 : total });

  useEffect(() => {
    if (!active || prefersStill()) {
      setTyped({ text, count: total });
      return;
    }
    const span = Math.min(LONGEST_MS, total * CHARACTER_MS);
    let request = 0;
    let begin = 0;
    const frame = (now: number) => {
      begin ||= now;
      const share = span === 0 ? 1 : (now - begin) / span;
      setTyped({ text, count: share >= 1 ? total : Math.floor(share * total) });
      if (share < 1) request = requestAnimationFrame(frame);
    };
    request = requestAnimationFrame(frame);
    return () => cancelAnimationFrame(request);
  }, [text, total, active]);

  // Until the effect has run for a new text, the count belongs to the old one.
  if (typed.text !== text) return active && !prefersStill() ? 0 : total;
  return typed.count;
}
