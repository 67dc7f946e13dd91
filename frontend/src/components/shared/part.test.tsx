import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { type ReactNode, useState } from 'react';
import { expect, it, vi } from 'vitest';
import { part } from './part';

function Form({ name }: { name: string }) {
  return <p>{name} is here</p>;
}

function Toggled({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState(true);
  return (
    <>
      <button type="button" onClick={() => setShown(!shown)}>
        Toggle
      </button>
      {shown && children}
    </>
  );
}

it('says in its own place that it could not be fetched, and comes when it is asked again', async () => {
  const load = vi.fn(async () => Form);
  load.mockRejectedValueOnce(new TypeError('Failed to fetch'));
  const Late = part(load, { what: 'The form', fallback: <i>coming</i> });
  render(
    <>
      <p>step 12</p>
      <Late name="Anna" />
    </>,
  );
  expect(screen.getByText('coming')).toBeVisible();
  expect(await screen.findByRole('alert')).toHaveTextContent('The form could not be fetched');
  expect(screen.getByText('step 12')).toBeVisible();
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByText('Anna is here')).toBeVisible();
  expect(screen.queryByRole('alert')).toBeNull();
  expect(load).toHaveBeenCalledTimes(2);
});

it('is there at once when it has come before, and says its failure as it is told to', async () => {
  const load = vi.fn(async () => Form);
  load.mockRejectedValueOnce(new TypeError('Failed to fetch'));
  const Late = part(load, {
    what: 'The form',
    failed: ({ name }, again) => (
      <button type="button" onClick={again}>
        {name}, once more
      </button>
    ),
  });
  render(
    <Toggled>
      <Late name="Anna" />
    </Toggled>,
  );
  await userEvent.click(await screen.findByRole('button', { name: 'Anna, once more' }));
  await screen.findByText('Anna is here');
  const toggle = screen.getByRole('button', { name: 'Toggle' });
  await userEvent.click(toggle);
  expect(screen.queryByText('Anna is here')).toBeNull();
  await userEvent.click(toggle);
  expect(screen.getByText('Anna is here')).toBeVisible();
  expect(load).toHaveBeenCalledTimes(2);
});
