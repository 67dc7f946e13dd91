/** One source a head for the moment in sight, so that its pictures are of the very step that the words beside them are. */
import { useLayoutEffect, useMemo, useState } from 'react';
import { AttentionDisplay } from '@/contexts/display';
import type { Moment } from '@/contexts/moments';
import type { HeadSource } from '@/viz/attention';

export interface MomentHeads {
  /** Layer-major; the same array while the model is the same. */
  heads: readonly HeadSource[];
  /** The same array while they are the same. */
  tokens: readonly string[];
}

export function useMomentHeads(moment: Moment): MomentHeads {
  const [display] = useState(() => new AttentionDisplay());
  const { nLayer, nHead } = moment;
  useLayoutEffect(() => display.show(moment), [display, moment]);
  const heads = useMemo(
    () =>
      Array.from({ length: nLayer * nHead }, (_, i) => {
        const [layer, head] = [Math.floor(i / nHead), i % nHead];
        return { layer, head, source: display.source(layer, head) };
      }),
    [display, nLayer, nHead],
  );
  const text = JSON.stringify(moment.tokens);
  const tokens = useMemo(() => JSON.parse(text) as string[], [text]);
  return { heads, tokens };
}
