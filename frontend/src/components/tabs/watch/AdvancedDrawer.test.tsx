import { act, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { CoreProvider } from '@/contexts/CoreProvider';
import { type FakeWorld, fakeWorld } from '@/test/fakes';
import { AdvancedDrawer } from './AdvancedDrawer';

let world: FakeWorld;
beforeEach(async () => {
  world = fakeWorld();
  await world.core.load();
  world.core.setup.setState({ seed: 7 });
  world.core.ui.setState({ drawerOpen: true });
  render(
    <CoreProvider core={world.core}>
      <AdvancedDrawer />
    </CoreProvider>,
  );
});
afterEach(() => world.core.close());

const field = (name: string) => screen.getByRole('textbox', { name });
const type = async (name: string, number: string) => {
  await userEvent.clear(field(name));
  await userEvent.type(field(name), number);
};
const use = () => userEvent.click(screen.getByRole('button', { name: 'Use these settings' }));
const setup = () => world.core.setup.getState();

it('does not take the last good seed for a wrong one', async () => {
  await type('Seed', '12.5');
  await use();
  expect(setup().seed).toBe(7);
  expect(world.core.ui.getState().drawerOpen).toBe(true);
  expect(field('Seed')).toHaveFocus();
  expect(screen.getByRole('alert')).toHaveTextContent('Seed is not right yet.');

  await type('Seed', '12');
  expect(screen.getByRole('alert')).toBeEmptyDOMElement();
  await use();
  expect(setup().seed).toBe(12);
  expect(world.core.ui.getState().drawerOpen).toBe(false);
});

it('goes to the first of several wrong fields and says how many', async () => {
  await type('Seed', 'x');
  await type('Batch', '0');
  await use();
  expect(field('Batch')).toHaveFocus();
  expect(screen.getByRole('alert')).toHaveTextContent('Batch and Seed are not right yet.');
});

it('leaves a wrong seed behind with a new one each time', async () => {
  await type('Seed', 'x');
  await userEvent.click(screen.getByRole('button', { name: 'A new one each time' }));
  await use();
  expect(setup().seed).toBeNull();
});

it('refuses what the server refused until something is changed', async () => {
  act(() => world.core.ui.setState({ fieldErrors: { batch_size: 'Too large for this machine.' } }));
  await use();
  expect(field('Batch')).toHaveFocus();
  await type('Iterations', '300');
  expect(field('Batch')).not.toBeInvalid();
  await use();
  expect(setup().hyperparameters).toMatchObject({ max_iters: 300 });
});
