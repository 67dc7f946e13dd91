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
  useRenewed(source);
  const blocks = useMemo(() => layoutNetwork(config).blocks, [config]);
  const frame = source.getFrame();
  return (
    <ol className="sr-only" aria-label="Blocks of the network, in order">
      {blocks.map((block) => (
        <li key={block.id} aria-current={isWithin(block.id, lit) ? 'step' : undefined}>
          {block.name}, {sizeWords(block)}: {holdsWords(block, frame, direction, { letters, text })}
        </li>
      ))}
    </ol>
  );
}
