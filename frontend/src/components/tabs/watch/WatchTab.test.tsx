import { act, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Profiler } from 'react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { QuestionDialog } from '@/components/dashboard/QuestionDialog';
import { CoreProvider } from '@/contexts/CoreProvider';
import { type FakeWorld, fakeWorld, showRun, state } from '@/test/fakes';
import { ControlBar } from './ControlBar';
import { TextPanel } from './TextPanel';
import { Transport } from './Transport';
import WatchTab from './WatchTab';

let world: FakeWorld;
beforeEach(async () => {
  world = fakeWorld();
  await world.core.load();
});
afterEach(() => world.core.close());

const show = (view = <WatchTab />) =>
  render(
    <CoreProvider core={world.core}>
      {view}
      <QuestionDialog />
    </CoreProvider>,
  );
const button = (name: string) => screen.getByRole('button', { name });
const sample = (step: number, text: string) => ({ step, text, prompt: '\n', quality: '2' });

describe('the first tab', () => {
  it('invites before the first run, with a place for every checkpoint and one Play', () => {
    show();
    expect(screen.getAllByRole('button', { name: 'Play' })).toHaveLength(1);
    expect(button('Train on Shakespeare')).toBeEnabled();
    expect(button('Stop')).toBeDisabled();
    const region = screen.getByRole('region', { name: 'Generated text' });
    const items = within(region).getAllByRole('listitem');
    expect(items).toHaveLength(11);
    for (const item of items) expect(item).toHaveTextContent(/^Step \d+/);
    expect(screen.getByText('Preset, 8,384 parameters')).toBeInTheDocument();
  });

  it('draws a run that was there before the page: step, samples, figures', () => {
    const story = {
      current_iter: 250,
      loss_history: [{ step: 0, train_loss: 4.2, val_loss: 4.25 }],
      samples: [sample(0, 'q'), sample(50, 'w')],
    };
    showRun(world.core, state('r', story));
    show();
    expect(screen.getByText('Step 50, it writes')).toBeInTheDocument();
    expect(document.querySelector('.loss-figures')).toHaveTextContent('4.25unseen text');
    expect(button('Pause')).toBeEnabled();
    expect(document.querySelector('.bar-counter')).toHaveTextContent('250 of 500');
  });

  it('switches the stage to the step that is looked at, wherever it is looked at', () => {
    showRun(world.core, state('r', { samples: [sample(0, 'first'), sample(50, 'second')] }));
    show(<TextPanel />);
    act(() => world.core.ui.setState({ hoveredStep: 0 }));
    expect(screen.getByText('At step 0 it wrote')).toBeInTheDocument();
    const rows = screen.getAllByRole('listitem');
    expect(rows[0]).toHaveAttribute('data-state', 'hovered');
    act(() => world.core.ui.setState({ hoveredStep: null }));
    expect(screen.getByText('Step 50, it writes')).toBeInTheDocument();
  });

  it('names the step of every figure while the time machine stands in the past', () => {
    const story = {
      current_iter: 100,
      loss_history: [0, 50, 100].map((step) => ({ step, train_loss: 4, val_loss: 4 - step / 100 })),
      progress: { steps: [1, 60, 80, 100], train_losses: [4, 3.4, 3, 2.8] },
    };
    const whole = state('r', story);
    showRun(world.core, whole);
    show();
    const figures = () => document.querySelector('.loss-figures');
    expect(figures()).toHaveTextContent('2.80training3.00unseen text');
    act(() => world.core.machines.of('r').look(70));
    expect(figures()).toHaveTextContent('3.20training at step 703.50unseen text at step 50');
    expect(document.querySelector('.bar-counter')).toHaveTextContent('70 of 500training is at 100');
    act(() => world.core.machines.of('r').look(0));
    expect(figures()).toHaveTextContent('4.00training at step 04.00unseen text at step 0');
  });

  it('walks through the samples with the arrow keys', async () => {
    const loss_history = [0, 50].map((step) => ({ step, train_loss: 4, val_loss: 4 }));
    const samples = [sample(0, 'first'), sample(50, 'second')];
    showRun(world.core, state('r', { samples, loss_history }));
    show(<TextPanel />);
    screen.getByRole('list', { name: 'Samples by step' }).focus();
    // The first key looks at the newest one, the next walks on.
    await userEvent.keyboard('{ArrowUp}{ArrowUp}');
    expect(world.core.ui.getState().hoveredStep).toBe(0);
    await userEvent.keyboard('{ArrowDown}');
    expect(world.core.ui.getState().hoveredStep).toBe(50);
    await userEvent.tab();
    expect(world.core.ui.getState().hoveredStep).toBeNull();
  });

  it('returns to live by a press anywhere else', async () => {
    showRun(world.core, state('r', { samples: [sample(0, 'first'), sample(50, 'second')] }));
    show();
    act(() => world.core.ui.setState({ hoveredStep: 0 }));
    await userEvent.click(screen.getByText('At step 0 it wrote'));
    expect(screen.getByText('Step 50, it writes')).toBeInTheDocument();
  });

  it('says what happened to a failed run once, with one way on', async () => {
    const error_message = 'The training process was lost.';
    showRun(world.core, state('r', { status: 'error', error_message }));
    show();
    expect(screen.getByRole('alert')).toHaveTextContent(error_message);
    expect(screen.getByRole('alert')).toHaveTextContent('Replay trains it again from nothing');
    await userEvent.click(screen.getByRole('button', { name: /again|replay/i }));
    expect(world.socket.names()).toEqual(['start_training']);
  });

  it('offers half the learning rate to a run that diverged', async () => {
    showRun(world.core, state('r', { status: 'completed', diverged: true }));
    show();
    await userEvent.click(button('Train with learning rate 0.02'));
    expect(world.rest.createSession.mock.calls[0]?.[0].hyperparameters).toEqual({
      learning_rate: 0.02,
    });
  });

  it('asks with the safe answer in focus before it abandons a run', async () => {
    showRun(world.core, state('r', { current_iter: 250 }));
    show();
    act(() => world.core.training.prepare({ datasetId: 'poems' }, 'Poems'));
    expect(screen.getByRole('alertdialog')).toHaveTextContent('switch to Poems?');
    expect(button('Keep training')).toHaveFocus();
    await userEvent.click(button('Keep training'));
    expect(screen.queryByRole('alertdialog')).toBeNull();
    expect(world.socket.sent).toEqual([]);
  });
});

it('a new loss renders the step counter and no button, row or choice', async () => {
  showRun(world.core, state('r', { samples: [sample(0, 'x')] }));
  const renders: Record<string, number> = {};
  const count = (id: string) => {
    renders[id] = (renders[id] ?? 0) + 1;
  };
  show(
    <>
      <Profiler id="buttons" onRender={count}>
        <Transport />
      </Profiler>
      <Profiler id="text" onRender={count}>
        <TextPanel />
      </Profiler>
      <ControlBar />
    </>,
  );
  // The sample that is new to the page is typed out first.
  for (let i = 0; i < 3; i++) await act(world.frame);
  const before = { ...renders };
  for (let step = 1; step <= 20; step++) {
    world.socket.say('training_progress', {
      ...{ session_id: 'r', timestamp: 0, seq: 1 + step, step, steps: [step] },
      ...{ train_losses: [3], iters_per_sec: 20, learning_rate: 0.04, grad_norm: 1 },
    });
    await act(world.frame);
  }
  expect(screen.getByText('20')).toBeInTheDocument();
  expect(renders).toEqual(before);
});
