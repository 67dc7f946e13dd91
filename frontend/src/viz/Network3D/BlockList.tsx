/** All blocks in the order they are computed, with their sizes and what they hold now: the picture for readers who do not see it. */
import { useMemo } from 'react';
import { isWithin, layoutNetwork } from './layout';
import type { NetworkViewProps } from './types';
import { useRenewed } from './useWords';
import { holdsWords, sizeWords } from './words';

export function BlockList({
  config,
  source,
  direction = null,
  lit = null,
  letters,
  text,
}: NetworkViewProps) {
  const renewed = useRenewed(source);
  const blocks = useMemo(() => layoutNetwork(config).blocks, [config]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another text comes with another frame, and is said with it
  const items = useMemo(() => {
    const frame = source.getFrame();
    return blocks.map((block) => (
      <li key={block.id} aria-current={isWithin(block.id, lit) ? 'step' : undefined}>
        {block.name}, {sizeWords(block)}: {holdsWords(block, frame, direction, { letters, text })}
      </li>
    ));
  }, [renewed, blocks, source, direction, lit, letters]);
  return (
    <ol className="sr-only" aria-label="Blocks of the network, in order">
      {items}
    </ol>
  );
}
