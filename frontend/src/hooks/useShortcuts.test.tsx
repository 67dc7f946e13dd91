import { fireEvent, render, screen } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { CoreProvider } from '@/contexts/CoreProvider';
import { fakeWorld } from '@/test/fakes';
import { useShortcuts } from './useShortcuts';

const TABS = [{ path: '/app/watch' }, { path: '/app/attention' }];
const goTo = vi.fn<(path: string) => void>();

function Page() {
  useShortcuts(TABS, goTo);
  return (
    <>
      <div role="slider" aria-label="Training step" aria-valuenow={0} tabIndex={0} />
      <input aria-label="Your text" />
    </>
  );
}

it('hears its keys on the timeline, and none while someone types', () => {
  const world = fakeWorld();
  render(
    <CoreProvider core={world.core}>
      <Page />
    </CoreProvider>,
  );
  const press = (name: string, role: 'slider' | 'textbox', key: string) => {
    const target = screen.getByRole(role, { name });
    fireEvent.keyDown(target, { key });
    fireEvent.keyUp(target, { key });
  };
  press('Your text', 'textbox', '?');
  press('Your text', 'textbox', '2');
  expect(world.core.ui.getState().keysOpen).toBe(false);
  expect(goTo).not.toHaveBeenCalled();
  press('Training step', 'slider', '2');
  expect(goTo).toHaveBeenCalledWith('/app/attention');
  press('Training step', 'slider', '?');
  expect(world.core.ui.getState().keysOpen).toBe(true);
});
