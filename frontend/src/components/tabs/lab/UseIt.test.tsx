import { readFileSync } from 'node:fs';
import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it, vi } from 'vitest';
import { UseIt } from './UseIt';

const PACKAGE = `${process.cwd()}/packages/microgpt`;

afterEach(() => vi.restoreAllMocks());

it.each([
  ['microgpt.py', `${PACKAGE}/microgpt.py`],
  ['microgpt.js', `${PACKAGE}/src/microgpt.js`],
])('gives %s to keep, as it lies in the repository', async (name, path) => {
  const made: Blob[] = [];
  URL.createObjectURL = vi.fn((blob: Blob) => {
    made.push(blob);
    return 'blob:a';
  }) as typeof URL.createObjectURL;
  URL.revokeObjectURL = vi.fn();
  const saved: string[] = [];
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (
    this: HTMLAnchorElement,
  ) {
    saved.push(`${this.download} ${this.href}`);
  });
  render(<UseIt />);
  await userEvent.click(screen.getByRole('button', { name }));
  await waitFor(() => expect(saved).toEqual([`${name} blob:a`]));
  const [blob] = made as [Blob];
  const text = await new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.readAsText(blob);
  });
  expect(text).toBe(readFileSync(path, 'utf8'));
});
