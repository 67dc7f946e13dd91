import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { describe, expect, it, vi } from 'vitest';
import { Button, IconButton } from './Button';
import { Counter } from './Counter';
import { StopIcon } from './icons';
import { NumberField } from './NumberField';
import { ProgressLine } from './ProgressLine';
import { SegmentedControl } from './SegmentedControl';
import { SelectBox } from './SelectBox';
import { Term } from './Tooltip';

describe('Button', () => {
  it('is a button and not a submit, named by its text alone', async () => {
    const onClick = vi.fn();
    render(
      <Button kind="start" icon={StopIcon} onClick={onClick}>
        Stop
      </Button>,
    );
    const button = screen.getByRole('button', { name: 'Stop' });
    expect(button).toHaveAttribute('type', 'button');
    await userEvent.click(button);
    expect(onClick).toHaveBeenCalledOnce();
  });

  it('says why it is disabled', () => {
    render(
      <Button disabled tooltip="Pause first">
        Step
      </Button>,
    );
    expect(screen.getByRole('button', { name: 'Step' })).toBeDisabled();
    expect(screen.getByTitle('Pause first')).toBeInTheDocument();
  });

  it('shows its tooltip by keyboard', async () => {
    render(<IconButton icon={StopIcon} label="Upload" tooltip="Your own text." />);
    await userEvent.tab();
    expect(screen.getByRole('button', { name: 'Upload' })).toHaveFocus();
    expect(await screen.findByRole('tooltip')).toHaveTextContent('Your own text.');
  });
});

describe('Term', () => {
  it('explains itself by a tap', async () => {
    render(<Term text="Text it never trained on.">unseen</Term>);
    await userEvent.pointer([
      { keys: '[TouchA]', target: screen.getByRole('button', { name: 'unseen' }) },
    ]);
    expect(await screen.findByRole('tooltip')).toHaveTextContent('Text it never trained on.');
  });
});

const options = ['1x', '2x', 'Max'].map((value) => ({ value, label: value }));
function Speed({ onChange }: { onChange: (value: string) => void }) {
  const [value, setValue] = useState('1x');
  const change = (next: string) => {
    setValue(next);
    onChange(next);
  };
  return <SegmentedControl label="Speed" options={options} value={value} onValueChange={change} />;
}

describe('SegmentedControl', () => {
  it('is a named radio group with one choice', async () => {
    const onChange = vi.fn();
    render(<Speed onChange={onChange} />);
    expect(screen.getByRole('radiogroup', { name: 'Speed' })).toBeInTheDocument();
    expect(screen.getByRole('radio', { name: '1x' })).toBeChecked();
    await userEvent.click(screen.getByRole('radio', { name: 'Max' }));
    expect(onChange).toHaveBeenCalledWith('Max');
    expect(screen.getByRole('radio', { name: 'Max' })).toBeChecked();
    expect(screen.getByRole('radio', { name: '1x' })).not.toBeChecked();
  });

  it('keeps its chosen look when an option has a tooltip', () => {
    render(
      <SegmentedControl
        label="Speed"
        options={[{ value: 'a', label: 'a', tooltip: 'Slow.' }]}
        value="a"
        onValueChange={() => {}}
      />,
    );
    expect(screen.getByRole('radio', { name: 'a' })).toHaveAttribute('aria-checked', 'true');
  });
});

describe('SelectBox', () => {
  const items = [
    { value: 'shakespeare', name: 'Shakespeare', description: 'Plays.', figure: '1.1 M' },
    { value: 'poems', name: 'Poems' },
  ];

  it('is a combo box with a name, whatever the caption says', async () => {
    const onValueChange = vi.fn();
    render(
      <SelectBox
        label="Preset"
        caption="Preset, 8,384 parameters"
        items={items}
        value="shakespeare"
        onValueChange={onValueChange}
      />,
    );
    const box = screen.getByRole('combobox', { name: 'Preset' });
    expect(box).toHaveTextContent('Preset, 8,384 parameters');
    expect(box).toHaveTextContent('Shakespeare');
    expect(box).not.toHaveTextContent('Plays.');
    await userEvent.click(box);
    expect(screen.getByRole('option', { name: /^Shakespeare/ })).toHaveTextContent('1.1 M');
    await userEvent.click(screen.getByRole('option', { name: /^Poems/ }));
    expect(onValueChange).toHaveBeenCalledWith('poems');
  });

  it('explains itself to a focus that stays, and never because its list closed', async () => {
    render(
      <SelectBox
        label="Preset"
        tooltip="Every number that is learned"
        items={items}
        value="poems"
        onValueChange={() => {}}
      />,
    );
    await userEvent.tab();
    expect(await screen.findByRole('tooltip')).toHaveTextContent('Every number');
    await userEvent.keyboard('{Enter}');
    await waitFor(() => expect(screen.queryByRole('tooltip')).toBeNull());
    await userEvent.keyboard('{Escape}');
    expect(screen.getByRole('combobox', { name: 'Preset' })).toHaveFocus();
    // Longer than the patience of the tooltip.
    await expect(screen.findByRole('tooltip', {}, { timeout: 800 })).rejects.toThrow();
  });

  it('asks to choose while nothing is chosen', () => {
    render(
      <SelectBox label="Dataset" items={items} value={null} onValueChange={() => {}} disabled />,
    );
    const box = screen.getByRole('combobox', { name: 'Dataset' });
    expect(box).toHaveTextContent('Choose');
    expect(box).toBeDisabled();
  });
});

function Field() {
  const [value, setValue] = useState<number | null>(60);
  return (
    <>
      <NumberField label="Steps" {...{ value, min: 10 }} onValueChange={setValue} />
      <Button onClick={() => setValue(60)}>Reset</Button>
    </>
  );
}

describe('NumberField', () => {
  it('keeps what is typed while it is wrong, and takes a number that is set from outside', async () => {
    render(<Field />);
    const input = screen.getByRole('textbox', { name: 'Steps' });
    await userEvent.clear(input);
    await userEvent.type(input, 'abc');
    expect(input).toHaveValue('abc');
    await userEvent.click(screen.getByRole('button', { name: 'Reset' }));
    expect(input).toHaveValue('60');
    expect(input).toBeValid();
  });

  it('explains what is wrong while it is typed, and reports null until it is right', async () => {
    const onValueChange = vi.fn();
    render(
      <NumberField
        label="Steps"
        unit="steps"
        value={500}
        onValueChange={onValueChange}
        min={10}
        max={10_000}
        integer
      />,
    );
    const input = screen.getByRole('textbox', { name: 'Steps' });
    expect(input).toHaveAccessibleDescription('10 to 10,000');
    await userEvent.clear(input);
    await userEvent.type(input, '5');
    expect(input).toBeInvalid();
    expect(input).toHaveAccessibleDescription('Too small: 10 to 10,000.');
    expect(onValueChange).toHaveBeenLastCalledWith(null);
    await userEvent.type(input, '0');
    expect(input).toBeValid();
    expect(onValueChange).toHaveBeenLastCalledWith(50);
  });

  it('takes a value from outside, but not over what already means it', async () => {
    const field = (value: number) => (
      <NumberField label="Rate" value={value} onValueChange={() => {}} above={0} max={0.1} />
    );
    const { rerender } = render(field(0.01));
    const input = screen.getByRole('textbox', { name: 'Rate' });
    await userEvent.clear(input);
    await userEvent.type(input, '0.050');
    rerender(field(0.05));
    expect(input).toHaveValue('0.050');
    rerender(field(0.003));
    expect(input).toHaveValue('0.003');
  });

  it("shows the server's error", () => {
    render(<NumberField label="Steps" value={5} onValueChange={() => {}} error="At most 3." />);
    expect(screen.getByRole('textbox', { name: 'Steps' })).toHaveAccessibleDescription(
      'At most 3.',
    );
  });
});

describe('progress', () => {
  it('is a named progress bar, clamped', () => {
    render(<ProgressLine label="Training progress" value={1.4} valueText="700 of 500" />);
    const bar = screen.getByRole('progressbar', { name: 'Training progress' });
    expect(bar).toHaveAttribute('aria-valuenow', '100');
    expect(bar).toHaveAttribute('aria-valuetext', '700 of 500');
  });

  it('counts with thousands set apart', () => {
    const { container } = render(
      <Counter value={2500} total={10_000} note="20.0 steps a second" />,
    );
    expect(container).toHaveTextContent('2,500 of 10,00020.0 steps a second');
  });
});
