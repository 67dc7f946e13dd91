/** All numbers of the network at one letter: of the step just trained, or of the line a walk has come to. */
import { useEffect, useMemo, useRef, useState } from 'react';
import type { LabSnapshot } from '@/lab/record';
import { END_MARK, START_MARK } from '@/viz/glyph';
import { NetworkFeed } from '@/viz/Network3D/feed';
import { NetworkPicture } from '@/viz/Network3D/NetworkPicture';
import type { NetworkPoint } from '@/viz/Network3D/types';
import { useCalmRecord, useLab, useLabState, useWants } from '../useLab';
import type { LabWalk } from '../useLabWalk';
import { feedWalk, tablesAt } from './feeding';

/** Between two texts at full speed. */
const WORDS_MS = 300;
/** Below: two rows of names. */
const INSET = { top: 8, right: 20, bottom: 46, left: 20 };
const readOf = ({ pictures }: LabSnapshot) => pictures?.activations?.tokens ?? null;

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
  // Words, and there are many: eyes and screen readers take them far slower than the picture.
  const read = useCalmRecord(readOf, WORDS_MS);
  const shown = useRef<object | null>(null);

  const { recording, stops, index } = walk.state;
  useEffect(() => {
    if (!inLines || !recording) return;
    feedWalk(feed, recording, stops, index);
  }, [inLines, recording, stops, index, feed]);
  const text = useMemo(() => {
    const walked = recording?.result.tokens.slice(0, recording.result.losses.length);
    const tokens = inLines ? walked : read;
    return tokens?.map((token) => chars[token] ?? START_MARK) ?? [];
  }, [inLines, recording, read, chars]);
  useEffect(() => {
    if (inLines) return;
    const take = () => {
      const { pictures } = desk.record.getSnapshot();
      const activations = pictures?.activations;
      if (pictures === null) {
        // Another model, of which nothing is computed yet.
        shown.current = null;
        feed.clear();
      }
      if (!activations || shown.current === activations) return;
      const fits = activations.logits.length === activations.tokens.length * config.vocabSize;
      if (!fits || activations.layers.length !== config.nLayer) return;
      shown.current = activations;
      const position = activations.tokens.length - 1;
      const wte = pictures.embeddings;
      const tables = wte && tablesAt(activations, wte, position, config.blockSize);
      feed.show(activations, position, tables);
    };
    shown.current = null;
    take();
    return desk.record.subscribe(take);
  }, [desk, inLines, feed, config]);

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
