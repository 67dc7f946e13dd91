import { act, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { Button } from './Button';
import { ConfirmDialog } from './ConfirmDialog';
import { Drawer } from './Drawer';
import { notify, ToastCard } from './notify';
import { Popover } from './Popover';
import { Toaster } from './Toaster';

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
