import { fireEvent, render, screen } from '@testing-library/react';
import { createRef } from 'react';
import { expect, it, vi } from 'vitest';
import { Bars3D } from './Bars3D';
import type { Bars3DHandle } from './types';

const weights = Float32Array.from([1, 0, 0.7, 0.3]);
const source = { getFrame: () => ({ size: 2, weights }), subscribe: () => () => {} };

it('says once that there is no WebGL, and stays usable by name', () => {
  const onUnavailable = vi.fn();
  const error = vi.spyOn(console, 'error');
  const handle = createRef<Bars3DHandle>();
  const { unmount } = render(
    <Bars3D
      ref={handle}
      source={source}
      layer={1}
      head={0}
      tokens={['a', 'b']}
      hovered={{ row: 1, column: 0 }}
      onUnavailable={onUnavailable}
    />,
  );
  expect(onUnavailable.mock.calls).toEqual([['no-webgl']]);
  const image = screen.getByRole('img', { name: 'Attention, layer 1, head 0' });
  expect(image).toHaveAccessibleDescription(/Arrow keys turn/);
  expect(image).toHaveAccessibleDescription(/'b' \(character 2\) back to 'a' \(character 1\) 0.70/);
  fireEvent.keyDown(image, { key: 'ArrowLeft' });
  expect(handle.current?.stats().frames).toBe(0);
  unmount();
  expect(error).not.toHaveBeenCalled();
});
