/** The characters of the text as one picture, a square tile each. */
import { CanvasTexture, LinearMipmapLinearFilter } from 'three';
import { glyph } from '../glyph';
import { MONO } from '../palette';

const TILE = 64;
/** Around a character, so that it can be read on anything. */
const RIM = 12;

/** Which tile each token has, and how many tiles a side holds them all. Pure. */
export function assignTiles(tokens: readonly string[]): {
  tiles: number[];
  side: number;
  glyphs: string[];
} {
  const known = new Map<string, number>();
  const tiles = tokens.map((token) => {
    const shown = glyph(token);
    const tile = known.get(shown) ?? known.size;
    known.set(shown, tile);
    return tile;
  });
  return { tiles, side: Math.max(1, Math.ceil(Math.sqrt(known.size))), glyphs: [...known.keys()] };
}

export class Atlas {
  readonly texture: CanvasTexture;
  private readonly canvas = document.createElement('canvas');

  constructor() {
    this.texture = new CanvasTexture(this.canvas);
    // Labels are smaller than their tiles.
    this.texture.minFilter = LinearMipmapLinearFilter;
    this.texture.generateMipmaps = true;
  }

  draw(glyphs: readonly string[], side: number): void {
    const edge = side * TILE;
    if (this.canvas.width !== edge) {
      // A texture's storage has a fixed size: a larger picture needs a new one.
      this.texture.dispose();
      this.canvas.width = edge;
      this.canvas.height = edge;
    }
    const context = this.canvas.getContext('2d');
    if (!context) return;
    context.clearRect(0, 0, edge, edge);
    context.font = `500 ${TILE * 0.66}px ${MONO}`;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.fillStyle = '#ffffff';
    context.strokeStyle = '#000000';
    context.lineWidth = RIM;
    context.lineJoin = 'round';
    for (const [i, shown] of glyphs.entries()) {
      const [x, y] = [((i % side) + 0.5) * TILE, (Math.floor(i / side) + 0.53) * TILE];
      context.strokeText(shown, x, y);
      context.fillText(shown, x, y);
    }
    this.texture.needsUpdate = true;
  }

  dispose(): void {
    this.texture.dispose();
  }
}
