/** Words as one picture, one below the other, from which all names are drawn at once. */
import { CanvasTexture, LinearFilter } from 'three';
import { SANS } from '../palette';

/** px of the letters as they are shown at size 1, and how much finer they are drawn. */
export const NAME_PX = 14;
const FINER = 3;
const ROW = 22;
/** px around a word that belong to its tile. */
export const PADDING = 5;
/** Around a letter, so that it can be read on anything. */
const RIM = 4;

export interface Tile {
  left: number;
  top: number;
  width: number;
  height: number;
}

export class WordAtlas {
  readonly texture: CanvasTexture;
  width = 1;
  height = 1;
  private readonly canvas = document.createElement('canvas');

  constructor() {
    this.texture = new CanvasTexture(this.canvas);
    this.texture.minFilter = LinearFilter;
    this.texture.generateMipmaps = false;
  }

  /** Draws the words and returns where each is, in px of size 1. */
  draw(words: readonly string[]): Map<string, Tile> {
    const different = [...new Set(words)];
    const tiles = new Map<string, Tile>();
    const context = this.canvas.getContext('2d');
    if (!context) return tiles;
    const font = `500 ${NAME_PX}px ${SANS}`;
    context.font = font;
    for (const [i, word] of different.entries()) {
      const width = Math.ceil(context.measureText(word).width) + 2 * PADDING;
      tiles.set(word, { left: 0, top: i * ROW, width, height: ROW });
    }
    this.width = Math.max(1, ...[...tiles.values()].map(({ width }) => width));
    this.height = Math.max(1, different.length * ROW);
    // A texture's storage has a fixed size: another picture needs a new one.
    this.texture.dispose();
    this.canvas.width = this.width * FINER;
    this.canvas.height = this.height * FINER;
    context.scale(FINER, FINER);
    context.font = font;
    context.textBaseline = 'middle';
    context.fillStyle = '#ffffff';
    context.strokeStyle = '#000000';
    context.lineWidth = RIM;
    context.lineJoin = 'round';
    for (const [word, { top }] of tiles) {
      context.strokeText(word, PADDING, top + ROW / 2);
      context.fillText(word, PADDING, top + ROW / 2);
    }
    this.texture.needsUpdate = true;
    return tiles;
  }

  dispose(): void {
    this.texture.dispose();
  }
}
