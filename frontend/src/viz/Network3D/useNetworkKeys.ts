/** Keys of a network's picture: with Shift, or where there is no camera, arrows walk from block to block and from cell to cell. */
import type { KeyboardEvent } from 'react';
import type { Block } from './layout';
import type { NetworkPoint } from './types';
import { blockBeside } from './words';

/** Where a key leads from what is pointed at; undefined: it means nothing here. */
export function walk(
  key: string,
  at: NetworkPoint | null,
  blocks: readonly Block[],
): NetworkPoint | null | undefined {
  const index = at ? blocks.findIndex(({ id }) => id === at.block) : -1;
  const block = blocks[index];
  const cell = at?.cell ?? null;
  switch (key) {
    case 'ArrowRight':
    case 'ArrowLeft': {
      const by = key === 'ArrowRight' ? 1 : -1;
      const next = blocks[block ? blockBeside(blocks, index, by) : by > 0 ? 0 : blocks.length - 1];
      return next ? { block: next.id, cell: null } : undefined;
    }
    case 'ArrowDown':
      if (!block) return undefined;
      return { block: block.id, cell: cell === null ? 0 : (cell + 1) % block.count };
    case 'ArrowUp':
      if (!block) return undefined;
      return { block: block.id, cell: cell === null || cell === 0 ? null : cell - 1 };
    case 'Escape':
      return at ? null : undefined;
    default:
      return undefined;
  }
}

/** The page's own shortcuts must not act on a key that was meant for the picture. */
export function keep(event: KeyboardEvent): void {
  event.preventDefault();
  event.stopPropagation();
}
