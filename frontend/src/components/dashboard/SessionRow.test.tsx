import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { MemoryRouter } from 'react-router';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { CoreProvider } from '@/contexts/CoreProvider';
import { type FakeWorld, fakeWorld, showRun, state } from '@/test/fakes';
import { QuestionDialog } from './QuestionDialog';
import { SessionsMenu } from './SessionsMenu';

let world: FakeWorld;
beforeEach(() => {
  world = fakeWorld();
});
afterEach(() => world.core.close());

const show = () =>
  render(
    <MemoryRouter>
      <CoreProvider core={world.core}>
        <SessionsMenu open onOpenChange={() => undefined} />
        <QuestionDialog />
      </CoreProvider>
    </MemoryRouter>,
  );
const bin = () => screen.getByRole('button', { name: /^Delete / });
const press = (name: string) => userEvent.click(screen.getByRole('button', { name }));

it.each([
  ['completed', 'Keep it', 'Delete'],
  ['running', 'Keep training', 'Stop and delete'],
] as const)('a %s run goes after a question, never at once', async (status, keep, confirm) => {
  showRun(world.core, state('r', { status, current_iter: 300 }));
  show();
  await userEvent.click(bin());
  expect(world.rest.deleteSession).not.toHaveBeenCalled();
  await press(keep);
  expect(world.rest.deleteSession).not.toHaveBeenCalled();
  await userEvent.click(bin());
  await press(confirm);
  expect(world.rest.deleteSession).toHaveBeenCalledExactlyOnceWith('r');
});
