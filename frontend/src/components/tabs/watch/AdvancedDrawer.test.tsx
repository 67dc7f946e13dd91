import { act, fireEvent, render, screen } from '@testing-library/react';
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

// By label and by text: a search by role through so many fields takes its time.
const field = (name: string) => screen.getByLabelText(name);
const type = (name: string, value: string) => fireEvent.change(field(name), { target: { value } });
const press = (name: string) => fireEvent.click(screen.getByText(name));
const use = () => press('Use these settings');
const setup = () => world.core.setup.getState();

it('does not take the last good seed for a wrong one', () => {
  type('Seed', '12.5');
  use();
  expect(setup().seed).toBe(7);
  expect(world.core.ui.getState().drawerOpen).toBe(true);
  expect(field('Seed')).toHaveFocus();
  expect(screen.getByRole('alert')).toHaveTextContent('Seed is not right yet.');

  type('Seed', '12');
  expect(screen.getByRole('alert')).toBeEmptyDOMElement();
  use();
  expect(setup().seed).toBe(12);
  expect(world.core.ui.getState().drawerOpen).toBe(false);
});

it('goes to the first of several wrong fields and says how many', () => {
  type('Seed', 'x');
  type('Batch', '0');
  use();
  expect(field('Batch')).toHaveFocus();
  expect(screen.getByRole('alert')).toHaveTextContent('Batch and Seed are not right yet.');
});

it('leaves a wrong seed behind with a new one each time', () => {
  type('Seed', 'x');
  press('A new one each time');
  use();
  expect(setup().seed).toBeNull();
});

it('refuses what the server refused until something is changed', () => {
  act(() => world.core.ui.setState({ fieldErrors: { batch_size: 'Too large for this machine.' } }));
  use();
  expect(field('Batch')).toHaveFocus();
  type('Iterations', '300');
  expect(field('Batch')).not.toBeInvalid();
  use();
  expect(setup().hyperparameters).toMatchObject({ max_iters: 300 });
});

it('says what would train, and why it is not the fast one', () => {
  screen.getByText('On the processor it trains in code compiled for this machine.');
  const engine = {
    engine: 'pytorch',
    engine_reason: 'No C++ compiler was found at set-up.',
  } as const;
  act(() => world.core.catalog.setState({ engine }));
  screen.getByText(/trains in PyTorch, several times slower\. No C\+\+ compiler was found/);
});

it('says what trains the run in sight once its process has told', async () => {
  const { core, socket, frame } = world;
  await act(async () => {
    await core.training.play();
    await frame();
  });
  const id = core.sessions.getState().current ?? '';
  const at = (seq: number) => ({ session_id: id, seq, timestamp: 1_763_800_000 });
  const availability = 'On the processor it trains in code compiled for this machine.';
  screen.getByText(availability);

  const refused = { engine: 'pytorch', engine_reason: 'It does not fit.' } as const;
  await act(async () => {
    socket.say('engine_chosen', { ...at(2), ...refused });
    await frame();
  });
  screen.getByText('The run you see is trained in PyTorch. It does not fit.');
  screen.getByText(availability);

  await act(async () => {
    socket.say('engine_chosen', { ...at(3), engine: 'fused', engine_reason: '' });
    await frame();
  });
  screen.getByText('The run you see is trained in code compiled for this machine.');
  expect(screen.queryByText(availability)).toBeNull();

  await act(async () => {
    socket.say('training_started', at(4));
    await frame();
  });
  expect(screen.queryByText(/The run you see/)).toBeNull();
});
