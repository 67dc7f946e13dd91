import { render, screen } from '@testing-library/react';
import { MemoryRouter } from 'react-router';
import { describe, expect, it, vi } from 'vitest';
import { Landing } from './Landing';

const load = vi.fn(() => Promise.resolve({}));
const show = () =>
  render(
    <MemoryRouter>
      <Landing to="/app/watch" load={load} />
    </MemoryRouter>,
  );

describe('Landing', () => {
  it('says what it is and offers one way in', () => {
    show();
    expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent('LLMBreaker');
    expect(screen.getByText('See intelligence emerge in real-time')).toBeVisible();
    expect(screen.getByRole('link', { name: 'Launch' })).toHaveAttribute('href', '/app/watch');
    expect(screen.getAllByRole('link')).toHaveLength(1);
  });

  it('fetches the app as soon as Launch has the focus', () => {
    show();
    const before = load.mock.calls.length;
    screen.getByRole('link', { name: 'Launch' }).focus();
    expect(load.mock.calls.length).toBe(before + 1);
  });
});
