import { act, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Button } from './Button';
import { ConfirmDialog } from './ConfirmDialog';
import { Drawer } from './Drawer';
import { notify, ToastCard } from './notify';
import { Popover } from './Popover';
import { SelectBox } from './SelectBox';
import { Toaster } from './Toaster';
import { Tooltip } from './Tooltip';

describe('ConfirmDialog', () => {
  const show = (onSafe = vi.fn(), onConfirm = vi.fn()) => {
    render(
      <ConfirmDialog
        open
        title="Stop this training and switch to Poems?"
        safeLabel="Keep training"
        confirmLabel="Stop and switch"
        onSafe={onSafe}
        onConfirm={onConfirm}
      >
        The run is at step 250 of 500.
      </ConfirmDialog>,
    );
    return { onSafe, onConfirm };
  };

  it('asks with the safe choice in focus', () => {
    show();
    const dialog = screen.getByRole('alertdialog', {
      name: 'Stop this training and switch to Poems?',
    });
    expect(dialog).toHaveAccessibleDescription('The run is at step 250 of 500.');
    expect(screen.getByRole('button', { name: 'Keep training' })).toHaveFocus();
  });

  it('takes the safe choice on Escape, and each choice by its button', async () => {
    const { onSafe, onConfirm } = show();
    await userEvent.click(screen.getByRole('button', { name: 'Stop and switch' }));
    expect(onConfirm).toHaveBeenCalledOnce();
    expect(onSafe).not.toHaveBeenCalled();
    await userEvent.keyboard('{Escape}');
    expect(onSafe).toHaveBeenCalledOnce();
  });
});

function Opened({ kind }: { kind: 'drawer' | 'question' }) {
  const [open, setOpen] = useState(false);
  const close = () => setOpen(false);
  return (
    <>
      <button type="button" onClick={() => setOpen(true)}>
        Opener
      </button>
      {kind === 'drawer' ? (
        <Drawer open={open} onOpenChange={setOpen} title="Sheet">
          inside
        </Drawer>
      ) : (
        <ConfirmDialog
          {...{ open, title: 'Sheet', safeLabel: 'No', confirmLabel: 'Yes' }}
          onSafe={close}
          onConfirm={close}
        >
          inside
        </ConfirmDialog>
      )}
    </>
  );
}

describe('what is opened by state, without a trigger of its own', () => {
  it.each(['drawer', 'question'] as const)('gives back the focus: %s', async (kind) => {
    render(<Opened kind={kind} />);
    const opener = screen.getByRole('button', { name: 'Opener' });
    await userEvent.click(opener);
    expect(screen.getByText('Sheet')).toBeVisible();
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(opener).toHaveFocus());
  });
});

describe('Drawer and Popover', () => {
  it('opens a named sheet without opening its tooltip, and closes', async () => {
    const onOpenChange = vi.fn();
    render(
      <Drawer open onOpenChange={onOpenChange} title="Advanced" description="Every setting">
        <p>inside</p>
      </Drawer>,
    );
    expect(screen.getByRole('dialog', { name: 'Advanced' })).toHaveFocus();
    expect(screen.queryByRole('tooltip')).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: 'Close' }));
    expect(onOpenChange).toHaveBeenCalledWith(false);
  });

  it('hangs a named panel on its trigger', async () => {
    render(
      <Popover trigger={<Button>Runs</Button>} label="Sessions">
        <p>two</p>
      </Popover>,
    );
    await userEvent.click(screen.getByRole('button', { name: 'Runs' }));
    expect(screen.getByRole('dialog', { name: 'Sessions' })).toHaveTextContent('two');
  });
});

describe('toasts', () => {
  it('warns as an alert, with actions that close it', async () => {
    const onPress = vi.fn();
    const onDismiss = vi.fn();
    render(
      <ToastCard
        kind="warning"
        title="This file is 14.2 MB, the limit is 10 MB"
        actions={[{ label: 'Choose another file', onPress }]}
        onDismiss={onDismiss}
      />,
    );
    expect(screen.getByRole('alert')).toHaveTextContent('the limit is 10 MB');
    await userEvent.click(screen.getByRole('button', { name: 'Choose another file' }));
    expect(onPress).toHaveBeenCalledOnce();
    expect(onDismiss).toHaveBeenCalledOnce();
  });

  it('replaces a message of the same id', async () => {
    render(<Toaster />);
    act(() => {
      notify({ id: 'x', kind: 'success', title: 'First' });
    });
    expect(await screen.findByText('First')).toBeInTheDocument();
    act(() => {
      notify({ id: 'x', kind: 'note', title: 'Second' });
    });
    expect(await screen.findByText('Second')).toBeInTheDocument();
    expect(screen.queryByText('First')).toBeNull();
  });
});

describe('while one element has the whole screen', () => {
  /** jsdom has no screens: it is told which element has it. */
  const give = (element: Element | null) => {
    Object.defineProperty(document, 'fullscreenElement', { value: element, configurable: true });
    act(() => void document.dispatchEvent(new Event('fullscreenchange')));
  };
  const stage = () => screen.getByTestId('stage');
  afterEach(() => give(null));

  const nothing = () => undefined;
  it.each([
    [
      'tooltip',
      <Tooltip key="" text="Why">
        <Button>It</Button>
      </Tooltip>,
      'Why',
    ],
    [
      'popover',
      <Popover key="" open label="Runs" trigger={<Button>It</Button>}>
        Two
      </Popover>,
      'Two',
    ],
    [
      'drawer',
      <Drawer key="" open onOpenChange={nothing} title="Advanced">
        Every
      </Drawer>,
      'Every',
    ],
    [
      'question',
      <ConfirmDialog
        key=""
        open
        title="Stop?"
        safeLabel="Keep"
        confirmLabel="Stop"
        onSafe={nothing}
        onConfirm={nothing}
      >
        Lost
      </ConfirmDialog>,
      'Lost',
    ],
  ])('a %s hangs on it', async (_, view, words) => {
    render(<div data-testid="stage">{view}</div>);
    give(stage());
    await userEvent.tab();
    const shown = await screen.findAllByText(words);
    for (const each of shown) expect(stage()).toContainElement(each);
  });

  it('a list hangs on it', async () => {
    const items = [{ value: 'a', name: 'One' }];
    render(
      <div data-testid="stage">
        <SelectBox label="Text" items={items} value={null} onValueChange={nothing} />
      </div>,
    );
    give(stage());
    await userEvent.click(screen.getByRole('combobox', { name: 'Text' }));
    expect(stage()).toContainElement(screen.getByRole('option', { name: 'One' }));
  });

  it('a message moves there and back, and stays open', async () => {
    render(
      <>
        <div data-testid="stage" />
        <Toaster />
      </>,
    );
    act(() => {
      notify({ id: 'moving', kind: 'warning', title: 'Mind this', duration: 60_000 });
    });
    const message = await screen.findByText('Mind this');
    give(stage());
    expect(stage()).toContainElement(message);
    give(null);
    expect(stage()).not.toContainElement(message);
    expect(screen.getByText('Mind this')).toBe(message);
  });
});
