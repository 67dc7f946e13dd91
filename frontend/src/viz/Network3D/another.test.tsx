/** Another network and its numbers come in one render: neither picture may read the one with the sizes of the other. */
import { act, render, screen } from '@testing-library/react';
import { Component, type ReactNode } from 'react';
import { expect, it, vi } from 'vitest';
import { NetworkFeed } from './feed';
import { NetworkPicture } from './NetworkPicture';
import type { NetworkConfig } from './types';

// All of three.js but the part that needs a graphics card.
vi.mock('three', async (actual) => ({
  ...(await actual<typeof import('three')>()),
  WebGLRenderer: class {
    info = { render: { calls: 0, triangles: 0 } };
    setClearColor() {}
    setPixelRatio() {}
    getPixelRatio = () => 1;
    setSize() {}
    render() {}
    dispose() {}
    getContext = () => ({ getExtension: () => null });
  },
}));
vi.mock('../space/context', () => ({ openContext: () => ({ context: {}, smoothed: true }) }));

const LARGE: NetworkConfig = { nEmbd: 16, nHead: 4, nLayer: 2, blockSize: 8, vocabSize: 9 };
const SMALL: NetworkConfig = { nEmbd: 8, nHead: 2, nLayer: 1, blockSize: 4, vocabSize: 3 };

/** A network and the numbers of a text that filled all of it. */
function read(config: NetworkConfig) {
  const feed = new NetworkFeed(config);
  const { nEmbd: n, nLayer, blockSize: T, vocabSize, nHead } = config;
  const numbers = (count: number) => new Float64Array(count).fill(0.25);
  const layer = {
    ...{ q: numbers(T * n), k: numbers(T * n), v: numbers(T * n), mixed: numbers(T * n) },
    ...{ attended: numbers(T * n), thought: numbers(T * n), x: numbers(T * n) },
    ...{ weights: numbers(nHead * T * T), active: numbers(4 * T * n) },
  };
  const step = {
    tokens: Array.from({ length: T }, () => 0),
    ...{ embedding: numbers(T * n), norm: numbers(T * n) },
    layers: Array.from({ length: nLayer }, () => layer),
    ...{ logits: numbers(T * vocabSize), probs: numbers(T * vocabSize) },
  };
  feed.show(step, T - 1);
  return { config, source: feed };
}

class Fence extends Component<{ children: ReactNode }> {
  override state = { error: null as Error | null };
  static getDerivedStateFromError = (error: Error) => ({ error });
  override render() {
    return this.state.error ? <p role="alert">{this.state.error.message}</p> : this.props.children;
  }
}

it.each([
  ['flat', false],
  ['raised', true],
])('shows another network with its own numbers, %s', async (_, raised) => {
  const [large, small] = [read(LARGE), read(SMALL)];
  const picture = (network: typeof large) => (
    <Fence>
      <NetworkPicture {...network} {...{ raised }} />
    </Fence>
  );
  const { rerender, container } = render(picture(large));
  if (raised) await vi.waitFor(() => expect(container.querySelector('.network3d')).not.toBeNull());
  const frame = () => act(() => new Promise((resolve) => requestAnimationFrame(resolve)));
  await frame();
  for (const next of [small, large, small]) {
    rerender(picture(next));
    await frame();
    expect(screen.queryByRole('alert')).toBeNull();
    expect(screen.getAllByRole('listitem').at(-1)).toHaveTextContent(
      `${next.config.vocabSize} letters`,
    );
  }
});
