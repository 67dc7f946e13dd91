/** Gets hold of WebGL, and knows whether a graphics card stands behind it. */

export interface Opened {
  context: WebGL2RenderingContext;
  /** Edges are fine at every frame: by multisampling, or by the screen's own pixels. */
  smoothed: boolean;
}

const SOFTWARE = /swiftshader|llvmpipe|softpipe|software|basic render/i;
let software: boolean | undefined;

/** The processor draws: multisampling would cost it half of its frames. Asked once a page. */
function drawnBySoftware(): boolean {
  if (software !== undefined) return software;
  const probe = document.createElement('canvas').getContext('webgl2');
  const info = probe?.getExtension('WEBGL_debug_renderer_info');
  const name = probe && info ? String(probe.getParameter(info.UNMASKED_RENDERER_WEBGL)) : '';
  probe?.getExtension('WEBGL_lose_context')?.loseContext();
  software = SOFTWARE.test(name);
  return software;
}

/** A WebGL 2 context, or null where there is none; asked for here because three.js writes an error when it fails. */
export function openContext(canvas: HTMLCanvasElement): Opened | null {
  const fineScreen = (window.devicePixelRatio || 1) >= 2;
  const antialias = !fineScreen && !drawnBySoftware();
  const context = canvas.getContext('webgl2', {
    alpha: true,
    antialias,
    powerPreference: 'high-performance',
  });
  return context && { context, smoothed: antialias || fineScreen };
}
