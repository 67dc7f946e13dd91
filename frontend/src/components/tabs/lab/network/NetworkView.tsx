/** All numbers of the network at one letter: of the step just trained, or of the line a walk has come to. */
import { useEffect, useMemo, useRef, useState } from 'react';
import { END_MARK } from '@/viz/glyph';
import { NetworkFeed } from '@/viz/Network3D/feed';
import { NetworkPicture } from '@/viz/Network3D/NetworkPicture';
import type { NetworkPoint } from '@/viz/Network3D/types';
import { useLab, useLabState, useWants } from '../useLab';
import type { LabWalk } from '../useLabWalk';
import { feedWalk, tablesAt } from './feeding';

/** Between two texts at full speed. */
const WORDS_MS = 300;
/** Below: two rows of names. */
const INSET = { top: 8, right: 20, bottom: 46, left: 20 };

export interface NetworkViewProps {
  walk: LabWalk;
  raised: boolean;
  /** 3D is too slow here. */
  onFlat: () => void;
}

export function NetworkView({ walk: { walk, inLines }, raised, onFlat }: NetworkViewProps) {
  const desk = useLab();
  useWants('activations', !inLines);
  useWants('embeddings', !inLines);
  const chars = useLabState((state) => state.chars);
  const settings = useLabState((state) => state.settings);
  const running = useLabState(({ phase }) => phase === 'running');
  const [hovered, setHovered] = useState<NetworkPoint | null>(null);
  const { nEmbd, nHead, nLayer, blockSize } = settings;
  const vocabSize = chars.length + 1;
  const config = useMemo(
    () => ({ nEmbd, nHead, nLayer, blockSize, vocabSize }),
    [nEmbd, nHead, nLayer, blockSize, vocabSize],
  );
  const feed = useMemo(() => new NetworkFeed(config), [config]);
  const letters = useMemo(() => [...chars, END_MARK], [chars]);
  const [text, setText] = useState<readonly string[]>([]);
  const shown = useRef<object | null>(null);
  const saidAt = useRef(Number.NEGATIVE_INFINITY);

  const { recording, stops, index } = walk.state;
  useEffect(() => {
    if (!inLines || !recording) return;
    feedWalk(feed, recording, stops, index);
    const { tokens, losses } = recording.result;
    setText(tokens.slice(0, losses.length).map((token) => chars[token] ?? END_MARK));
  }, [inLines, recording, stops, index, feed, chars]);
  useEffect(() => {
    if (inLines) return;
    const take = () => {
      const { pictures } = desk.record.getSnapshot();
      const activations = pictures?.activations;
      if (!activations || shown.current === activations) return;
      const fits = activations.logits.length === activations.tokens.length * config.vocabSize;
      if (!fits || activations.layers.length !== config.nLayer) return;
      shown.current = activations;
      const position = activations.tokens.length - 1;
      const wte = pictures.embeddings;
      const tables = wte && tablesAt(activations, wte, position, config.blockSize);
      feed.show(activations, position, tables);
      // Words, and there are many: eyes and screen readers take them far slower than the picture.
      const now = performance.now();
      const isLive = desk.store.getState().phase === 'running';
      if (isLive && now - saidAt.current < WORDS_MS) return;
      saidAt.current = now;
      setText(activations.tokens.map((token) => chars[token] ?? END_MARK));
    };
    shown.current = null;
    take();
    return desk.record.subscribe(take);
  }, [desk, inLines, feed, config, chars]);

  const direction = inLines ? (walk.stop?.direction ?? null) : running ? 'both' : null;
  return (
    <div className="lab-network-view">
      <NetworkPicture
        // Another network is another picture: no number of the one before fits its blocks.
        key={Object.values(config).join(' ')}
        config={config}
        source={feed}
        direction={direction}
        lit={inLines ? (walk.stop?.block ?? null) : null}
        letters={letters}
        text={text}
        hovered={hovered}
        onPoint={setHovered}
        inset={INSET}
        raised={raised}
        onSlow={onFlat}
      />
    </div>
  );
}
