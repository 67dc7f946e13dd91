import { render, screen } from '@testing-library/react';
import { MemoryRouter } from 'react-router';
import { describe, expect, it, vi } from 'vitest';
import { ErrorBoundary } from './components/ErrorBoundary';
import { NotFound } from './components/NotFound';

function Broken(): never {
  throw new Error('no heads for layer 3');
}

describe('pages of last resort', () => {
  it('shows the way home from an address that does not exist', () => {
    render(
      <MemoryRouter initialEntries={['/nope']}>
        <NotFound />
      </MemoryRouter>,
    );
    expect(screen.getByRole('heading')).toHaveTextContent('There is nothing at this address');
    expect(screen.getByText('/nope')).toBeVisible();
    expect(screen.getByRole('link', { name: 'Home' })).toHaveAttribute('href', '/');
  });

  it('explains a page that cannot be drawn and offers to load it again', () => {
    // React reports the error it caught; that report is expected here.
    const report = vi.spyOn(console, 'error').mockImplementation(() => {});
    const onError = vi.fn();
    render(
      <ErrorBoundary onError={onError}>
        <Broken />
      </ErrorBoundary>,
    );
    expect(screen.getByRole('alert')).toHaveTextContent('no heads for layer 3');
    expect(screen.getByRole('button', { name: 'Load it again' })).toBeEnabled();
    expect(onError).toHaveBeenCalledOnce();
    expect(report).toHaveBeenCalled();
  });
});
