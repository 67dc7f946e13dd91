import { render, screen } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { TABS } from './tabTable';

vi.mock('@/components/tabs/watch/WatchTab', () => {
  throw new TypeError('Failed to fetch');
});

it('says of a tab that cannot be fetched that it is missing, and takes nothing else with it', async () => {
  const View = TABS[0]?.View ?? (() => null);
  render(
    <>
      <p>Code Lab, training</p>
      <View />
    </>,
  );
  expect(await screen.findByRole('alert')).toHaveTextContent('This tab could not be fetched');
  expect(screen.getByText('Code Lab, training')).toBeVisible();
});
