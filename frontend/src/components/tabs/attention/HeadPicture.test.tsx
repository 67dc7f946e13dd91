import { act, render, screen } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import type { Bars3DProps } from '@/viz/Bars3D/types';
import { HeadPicture } from './HeadPicture';

let bars: Bars3DProps | null = null;
vi.mock('./bars', () => ({
  loadBars: () =>
    Promise.resolve({
      Bars3D: (props: Bars3DProps) => {
        bars = props;
        return <p>{props.lying ? 'bars lie down' : 'bars'}</p>;
      },
    }),
}));

const source = { getFrame: () => null, subscribe: () => () => {} };
const picture = { source, layer: 0, head: 0, tokens: ['a', 'b'], bars: null };
const flat = (container: HTMLElement) =>
  container.querySelector<HTMLElement>('.head-flat')?.dataset.hidden;

it('keeps the flat picture until the bars are drawn, and the bars until they lie', async () => {
  const asked = { onSlow: vi.fn(), onUnavailable: vi.fn() };
  const { container, rerender } = render(<HeadPicture raised={false} {...picture} {...asked} />);
  expect(flat(container)).toBe('false');
  rerender(<HeadPicture raised {...picture} {...asked} />);
  await screen.findByText('bars');
  expect(flat(container)).toBe('false');
  act(() => bars?.onDrawn?.());
  expect(flat(container)).toBeUndefined();
  rerender(<HeadPicture raised={false} {...picture} {...asked} />);
  expect(screen.getByText('bars lie down')).toBeInTheDocument();
  expect(flat(container)).toBe('true');
  act(() => bars?.onLying?.());
  expect(flat(container)).toBe('false');
  expect(screen.queryByText(/bars/)).toBeNull();
});
