import { render, screen } from '@testing-library/react';
import { MemoryRouter } from 'react-router';
import { describe, expect, it, vi } from 'vitest';

vi.mock('@/loadDashboard', () => ({ loadDashboard: vi.fn(() => Promise.resolve({})) }));
const { loadDashboard } = await import('@/loadDashboard');
const { Landing } = await import('./Landing');

const show = () =>
  render(
    <MemoryRouter>
      <Landing />
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
    const before = vi.mocked(loadDashboard).mock.calls.length;
    screen.getByRole('link', { name: 'Launch' }).focus();
    expect(vi.mocked(loadDashboard).mock.calls.length).toBe(before + 1);
  });
});
