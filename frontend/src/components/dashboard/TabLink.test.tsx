import { act, render, screen } from '@testing-library/react';
import { MemoryRouter } from 'react-router';
import { afterEach, expect, it } from 'vitest';
import { labSign } from '@/lab/sign';
import { TabLink } from './TabLink';

afterEach(() => labSign.setState({ share: null }));

function show(at: string) {
  const { container } = render(
    <MemoryRouter initialEntries={[at]}>
      <TabLink path="watch" name="Watch It Learn" feature="watch_learn" />
      <TabLink path="lab" name="Code Lab" feature={null} />
    </MemoryRouter>,
  );
  return () => ({
    names: screen.getAllByRole('link').map((link) => link.getAttribute('aria-label')),
    rings: container.querySelectorAll('svg').length,
  });
}

it('says in another tab that the lab goes on training, as long as it does', () => {
  const shown = show('/app/watch');
  expect(shown()).toEqual({ names: ['Watch It Learn', 'Code Lab'], rings: 0 });
  act(() => labSign.setState({ share: 0.35 }));
  expect(shown()).toEqual({ names: ['Watch It Learn', 'Code Lab, training, 35 % done'], rings: 1 });
  act(() => labSign.setState({ share: null }));
  expect(shown()).toEqual({ names: ['Watch It Learn', 'Code Lab'], rings: 0 });
});

it('says nothing of it in the lab itself, which shows more', () => {
  labSign.setState({ share: 0.35 });
  expect(show('/app/lab')()).toEqual({ names: ['Watch It Learn', 'Code Lab'], rings: 0 });
});
