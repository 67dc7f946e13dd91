/** Where the words of events stand: two rows, none over another, none under another's drop line. Pure. */

export interface WantedLabel {
  id: string;
  /** Of its dot, px. */
  x: number;
  /** Of its words, px. */
  width: number;
  /** Who gets words where there is no room for all: the higher. */
  rank: number;
}

export interface PlacedLabel {
  id: string;
  x: number;
  row: 0 | 1;
  /** Words right or left of the dot; none: no room, the dot alone. */
  side: 'right' | 'left' | 'none';
}

/** Between a dot and its words, and between neighbours. */
const TO_WORDS = 8;
const APART = 8;
/** Between words and a drop line. */
const CLEAR = 2;

/** What a label takes of its row, dot and words, and the words alone; px. */
interface Box {
  row: 0 | 1;
  from: number;
  to: number;
  words: readonly number[];
}

const crosses = (x: number, { words: [from = 0, to = 0] }: Pick<Box, 'words'>): boolean =>
  x >= from - CLEAR && x <= to + CLEAR;

/**
 * The higher rank chooses first, then the earlier: a new one at the end moves none of its own rank or above.
 * `labels` ascend in x.
 */
export function placeEvents(labels: readonly WantedLabel[], width: number): PlacedLabel[] {
  const boxes: Box[] = [];
  const drops: { row: 0 | 1; x: number }[] = [];
  const free = (row: 0 | 1, at: Omit<Box, 'row'>, x: number) =>
    at.from >= 0 &&
    at.to <= width &&
    boxes.every(
      (box) => box.row !== row || at.to + APART <= box.from || box.to + APART <= at.from,
    ) &&
    // A dot of the first row drops its line through the second: past a dot, not through words.
    (row === 0
      ? boxes.every((box) => box.row === 0 || !crosses(x, box))
      : drops.every((drop) => drop.row === 1 || !crosses(drop.x, at)));
  const place = ({ id, x, width: words }: WantedLabel): PlacedLabel => {
    for (const side of ['right', 'left'] as const) {
      for (const row of [0, 1] as const) {
        const at =
          side === 'right'
            ? { from: x - 4, to: x + TO_WORDS + words, words: [x + TO_WORDS, x + TO_WORDS + words] }
            : {
                from: x - TO_WORDS - words,
                to: x + 4,
                words: [x - TO_WORDS - words, x - TO_WORDS],
              };
        if (!free(row, at, x)) continue;
        boxes.push({ row, ...at });
        drops.push({ row, x });
        return { id, x, row, side };
      }
    }
    drops.push({ row: 1, x });
    return { id, x, row: 1, side: 'none' };
  };
  const placed = new Map(
    labels.toSorted((a, b) => b.rank - a.rank).map((label) => [label, place(label)]),
  );
  return labels.map((label) => placed.get(label) as PlacedLabel);
}

/** Where an event's sentence hangs: over its dot, to the side on which there is more room. */
export function placeTip(x: number, width: number): { left: number } | { right: number } {
  return x < width / 2 ? { left: Math.max(0, x - 12) } : { right: Math.max(0, width - x - 12) };
}
