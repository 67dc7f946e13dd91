import { act, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createDesk, type LabDesk } from '@/lab/desk';
import { labHere } from '@/lab/fakePort';

// Pictures and code have tests of their own; a whole file of code takes long to draw here.
vi.mock('./CodePanel', () => ({ default: () => null }));
vi.mock('./network/NetworkPanel', () => ({
  NetworkPanel: ({ onModel }: { onModel: () => void }) => (
    <button type="button" onClick={onModel}>
      Model
    </button>
  ),
}));
const { default: LabTab } = await import('./LabTab');

const NAMES = ['anna', 'maria', 'mara', 'nina', 'mina', 'rina', 'aron', 'mario', 'marion', 'nora'];
let desk: LabDesk;

async function show(list = NAMES) {
  const { port } = labHere();
  desk = createDesk({
    makePort: () => port,
    loadNames: async () => list.join('\n'),
    measures: false,
  });
  const user = userEvent.setup();
  render(<LabTab desk={desk} />);
  if (list.length > 0) {
    await waitFor(() => expect(desk.store.getState().status).toBe('ready'));
    await act(() => desk.open({ settings: { nEmbd: 8, nHead: 2, blockSize: 8, steps: 20 } }));
  }
  return { user, port };
}
afterEach(() => desk.close());

/** Roles of a whole page take long to find: the store is asked first. */
const rests = (phase: string) =>
  waitFor(() => expect(desk.store.getState().phase).toBe(phase), { timeout: 8000 });
const button = (name: string) => screen.getByRole('button', { name });

describe('LabTab', { timeout: 20_000 }, () => {
  it('trains to the end, goes on, and asks before it begins anew', async () => {
    const { user } = await show();
    await user.click(button('Train'));
    await rests('finished');
    expect(await screen.findByText('20', { selector: 'b' })).toBeVisible();
    expect(screen.getByText(/^Trained 20 steps, loss \d/)).toBeInTheDocument();
    // It has only just become Continue: who pressed it still meant Pause.
    await user.click(button('Continue'));
    expect(desk.store.getState()).toMatchObject({ phase: 'finished', settling: true });
    const settled = () => waitFor(() => expect(desk.store.getState().settling).toBe(false));
    await settled();
    await user.click(button('Step'));
    await waitFor(() =>
      expect(desk.record.getSnapshot()).toMatchObject({ stepsDone: 21, stepsPlanned: 21 }),
    );
    expect(await screen.findByText('21', { selector: 'b' })).toBeVisible();
    await user.click(button('Continue'));
    await waitFor(() => expect(desk.record.getSnapshot().stepsDone).toBe(41));
    await rests('finished');
    await settled();
    await user.click(button('Reset'));
    const question = screen.getByRole('alertdialog');
    expect(question).toHaveTextContent('41 steps is lost');
    await user.click(within(question).getByRole('button', { name: 'Begin again' }));
    await rests('fresh');
    expect(await screen.findByText('0', { selector: 'b' })).toBeVisible();
    await waitFor(() => expect(button('Train')).toHaveFocus());
  });

  it('writes as many names as wanted, says how real each is, and goes letter by letter', async () => {
    const { user } = await show();
    const made = screen.getByRole('region', { name: 'Generated text' });
    await waitFor(() => expect(within(made).getAllByRole('listitem')).toHaveLength(10));
    const samples = screen.getByRole('spinbutton', { name: 'Samples' });
    await user.clear(samples);
    await user.type(samples, '99');
    await user.tab();
    expect(samples).toHaveValue(50);
    await user.clear(samples);
    await user.type(samples, '3');
    await user.click(button('Generate'));
    await waitFor(() => expect(within(made).getAllByRole('listitem')).toHaveLength(3));
    for (const item of within(made).getAllByRole('listitem')) {
      expect(item).toHaveTextContent(/in the list|could be|unlike it/);
    }
    await user.click(button('Letter by letter'));
    await waitFor(() =>
      expect(screen.getByRole('list', { name: 'The first character' })).toBeVisible(),
    );
    await user.click(button('All names'));
    expect(within(made).getAllByRole('listitem')).toHaveLength(3);
  });

  it('refuses a model that cannot be, keeps the old one, and makes one that can', async () => {
    const { user } = await show();
    await user.click(button('Step'));
    await waitFor(() => expect(desk.record.getSnapshot().stepsDone).toBe(1));
    await user.click(button('Model'));
    const form = await screen.findByRole('dialog', { name: 'Model' }, { timeout: 8000 });
    const heads = within(form).getByRole('textbox', { name: 'Heads' });
    await user.clear(heads);
    await user.type(heads, '3');
    await user.click(within(form).getByRole('button', { name: 'Use this model' }));
    expect(within(form).getByRole('alert')).toHaveTextContent('Heads is not right yet.');
    expect(heads).toHaveFocus();
    await user.clear(heads);
    await user.type(heads, '4');
    await user.click(within(form).getByRole('radio', { name: 'My own lines' }));
    const lines = within(form).getByRole('textbox', { name: 'Your lines' });
    await user.type(lines, 'a\na');
    expect(within(form).getByText(/^2 lines, 2 characters, all of them the same/)).toBeVisible();
    await user.clear(lines);
    await user.type(lines, 'ab\ncd');
    expect(within(form).getByText(/^2 lines, 4 characters, 4 different ones/)).toBeVisible();
    await user.click(within(form).getByRole('button', { name: 'Use this model' }));
    await user.click(
      within(screen.getByRole('alertdialog')).getByRole('button', { name: 'Begin anew' }),
    );
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await waitFor(() => expect(button('Model')).toHaveFocus());
    expect(desk.store.getState()).toMatchObject({ chars: ['a', 'b', 'c', 'd'], phase: 'fresh' });
    expect(desk.store.getState().settings.nHead).toBe(4);
    await user.click(button('Letter by letter'));
    expect(button('All lines')).toBeVisible();
  });

  it('says what ran away, and begins again more calmly', async () => {
    const { user } = await show();
    const parameters = await desk.parameters();
    for (const { data } of parameters) data.fill(Number.NaN);
    await desk.load(parameters);
    await user.click(button('Train'));
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('It ran away at step 1');
    await user.click(
      within(alert).getByRole('button', { name: /^Begin again with learning rate 0.003/ }),
    );
    await waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
    expect(desk.store.getState().settings.learningRate).toBe(0.003);
  });

  it('asks for own lines where no list came, and offers a way back where the worker is gone', async () => {
    const { user } = await show([]);
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'No list of names came with this page',
    );
    await user.click(button('Put in my own lines'));
    expect(await screen.findByRole('dialog', { name: 'Model' }, { timeout: 8000 })).toBeVisible();
  });

  it('offers a way back where the worker is gone', async () => {
    const { user, port } = await show();
    act(() => port.onerror?.({ message: 'out of memory' }));
    expect(screen.getByRole('alert')).toHaveTextContent('out of memory');
    await user.click(button('Begin again'));
    await waitFor(() => expect(button('Train')).toBeEnabled());
  });
});
