import { act, fireEvent, render, screen, within } from '@testing-library/react';
import { createRef, useState } from 'react';
import { expect, it, vi } from 'vitest';
import { NetworkPicture } from './NetworkPicture';
import type { Network3DHandle, NetworkFrame, NetworkPoint } from './types';

const config = { nEmbd: 8, nHead: 2, nLayer: 1, blockSize: 4, vocabSize: 3 };
const letters = ['a', 'b', '·'];

function sourceOf(frame: NetworkFrame | null) {
  const listeners = new Set<() => void>();
  return {
    getFrame: () => frame,
    subscribe: (callback: () => void) => {
      listeners.add(callback);
      return () => listeners.delete(callback);
    },
    set(next: NetworkFrame) {
      frame = next;
      for (const listener of listeners) listener();
    },
  };
}

const frameOf = (probabilities: number[]): NetworkFrame => ({
  values: new Map([['probabilities', probabilities]]),
});

/** The page's part: keeps what is pointed at. */
function Page({
  onPick,
  raised = false,
}: {
  onPick?: (p: NetworkPoint) => void;
  raised?: boolean;
}) {
  const [hovered, setHovered] = useState<NetworkPoint | null>(null);
  const [source] = useState(() => sourceOf(frameOf([0.1, 0.2, 0.7])));
  return (
    <NetworkPicture
      {...{ config, source, letters, hovered, raised }}
      lit="layer0.mlp"
      direction="forward"
      onPoint={setHovered}
      onPick={onPick}
    />
  );
}

it('falls back to the flat picture without WebGL, and says why', async () => {
  const onUnavailable = vi.fn();
  const error = vi.spyOn(console, 'error');
  const ref = createRef<Network3DHandle>();
  const source = sourceOf(null);
  const { unmount } = render(
    <NetworkPicture {...{ ref, config, source, letters, onUnavailable }} raised />,
  );
  expect(screen.queryByRole('status')).toBeNull();
  expect(await screen.findByRole('status')).toHaveTextContent('no WebGL, so the network is flat');
  expect(onUnavailable.mock.calls).toEqual([['no-webgl']]);
  expect(screen.getAllByRole('img', { name: 'The network' })).toHaveLength(1);
  unmount();
  expect(error).not.toHaveBeenCalled();
});

it('reads all blocks in order with what they hold, and marks those computed now', () => {
  render(<Page />);
  const list = screen.getByRole('list', { name: 'Blocks of the network, in order' });
  const items = within(list).getAllByRole('listitem');
  expect(items[0]).toHaveTextContent('Letters, 3 letters: nothing computed yet');
  expect(items.at(-1)).toHaveTextContent("most likely '·', 0.70");
  const now = items.filter((item) => item.getAttribute('aria-current') === 'step');
  expect(now.map((item) => item.textContent?.split(',')[1])).toEqual([' MLP up', ' MLP down']);
  expect(screen.getByRole('img', { name: 'The network' })).toHaveAccessibleDescription(
    /18 blocks with 141 numbers.*Numbers flow forward/,
  );
});

it('renews its words at most once a second, whatever comes', () => {
  vi.useFakeTimers();
  const source = sourceOf(frameOf([1, 0, 0]));
  const picture = (text: string[]) => (
    <NetworkPicture {...{ config, source, letters, text }} raised={false} />
  );
  const { rerender } = render(picture(['a']));
  const last = () => within(screen.getByRole('list')).getAllByRole('listitem').at(-1)?.textContent;
  const news = (probabilities: number[]) => act(() => source.set(frameOf(probabilities)));
  news([0.5, 0.5, 0]);
  act(() => void vi.advanceTimersByTime(20));
  expect(last()).toContain("'a', 0.50");
  for (let i = 0; i < 50; i++) {
    news([0, i / 50, 0]);
    act(() => void vi.advanceTimersByTime(10));
  }
  // Another text was read: told with the numbers that it gave.
  rerender(picture(['b', 'a']));
  expect(last()).toContain("'a', 0.50");
  act(() => void vi.advanceTimersByTime(1000));
  expect(last()).toContain("'b', 0.98");
  vi.useRealTimers();
});

it('is walked by keys, told to those who listen, and picked from', () => {
  const onPick = vi.fn();
  render(<Page onPick={onPick} />);
  const picture = screen.getByRole('img', { name: 'The network' });
  fireEvent.keyDown(picture, { key: 'ArrowLeft' });
  fireEvent.keyDown(picture, { key: 'ArrowDown' });
  fireEvent.keyDown(picture, { key: 'ArrowDown' });
  const said = document.querySelector('[aria-live="polite"]');
  expect(said).toHaveTextContent("Probabilities of the next letter: 'b', 0.20");
  fireEvent.keyDown(picture, { key: 'Enter' });
  expect(onPick.mock.calls).toEqual([[{ block: 'probabilities', cell: 1 }]]);
  fireEvent.keyDown(picture, { key: 'Escape' });
  expect(said).toHaveTextContent('');
  // Nothing of the page's own shortcuts is taken away.
  expect(fireEvent.keyDown(picture, { key: 's' })).toBe(true);
});
