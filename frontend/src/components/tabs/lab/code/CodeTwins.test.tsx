import { act, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type CodePace, CodeTwins } from './CodeTwins';
import { exactText, numberText } from './numberText';
import { FILES, SECTIONS, textOf } from './twins';
import type { Inspect } from './useInspection';
import { recorded } from './walk/fixtures';
import { STOP_MS } from './walk/machine';
import { useWalk, type Walk } from './walk/useWalk';

Element.prototype.scrollTo ??= () => {};

const { engine, recording } = recorded({ nLayer: 1 });
const inspect = async (node: number) => engine.inspect(node);

let walk: Walk;
const nothing = () => {};
const refuse = async () => Promise.reject(new RangeError('No step was recorded yet.'));

interface PageProps {
  pace?: CodePace;
  onEnd?: () => void;
  ask?: Inspect;
}

function Page({ pace = 'lines', onEnd = nothing, ask = inspect }: PageProps) {
  const [shown] = useState(() => (pace === 'lines' ? recording : null));
  walk = useWalk(shown, onEnd);
  return (
    <CodeTwins pace={pace} walk={walk} chars={engine.chars} last={recording.result} inspect={ask} />
  );
}

const go = (mark: string, kind = 'values') =>
  act(() =>
    walk.go(walk.state.stops.findIndex((stop) => stop.mark === mark && stop.kind === kind)),
  );
const litLines = () =>
  [...document.querySelectorAll('[data-lit] code')].map((code) => code.textContent);

afterEach(() => vi.useRealTimers());

describe('the lit line', () => {
  it('crosses both languages and opens a row with its value', async () => {
    render(<Page />);
    go('weights');
    expect(litLines()).toEqual([
      '        weights = softmax(scores)',
      '    const weights = softmax(scores);',
    ]);
    expect(screen.getByText('part 7 of 14')).toBeVisible();
    const stop = walk.stop;
    const chips = within(await screen.findByLabelText('weights')).getAllByRole('button');
    expect(chips).toHaveLength(stop?.point?.values.length ?? -1);
    for (const [i, chip] of chips.entries()) {
      expect(chip.textContent).toContain((stop?.point?.values[i] ?? Number.NaN).toFixed(2));
    }
    expect(screen.getByText(/head 0 looks/)).toBeVisible();
  });

  it('is the whole training loop while the page trains step by step', async () => {
    render(<Page pace="steps" />);
    expect(litLines().filter((line) => line?.includes('const'))).toHaveLength(3);
    expect(litLines().join()).toContain('loss = train_step(');
    expect(await screen.findByText(/learned from/)).toHaveTextContent(recording.result.document);
    expect(screen.queryByLabelText('Walk through the step')).toBeNull();
  });

  it('is none at full speed', () => {
    render(<Page pace="full" />);
    expect(litLines()).toEqual([]);
  });
});

describe('the walk bar', () => {
  it('plays, pauses and goes by hand', async () => {
    render(<Page />);
    const play = await screen.findByLabelText('Play the walk');
    vi.useFakeTimers();
    fireEvent.click(play);
    act(() => vi.advanceTimersByTime(STOP_MS + 1));
    act(() => vi.advanceTimersByTime(STOP_MS + 1));
    expect(screen.getByText(/^3 of/)).toBeVisible();
    fireEvent.click(screen.getByLabelText('Pause the walk'));
    act(() => vi.advanceTimersByTime(10 * STOP_MS));
    fireEvent.click(screen.getByLabelText('Next line'));
    expect(screen.getByText(/^4 of/)).toBeVisible();
    fireEvent.click(screen.getByLabelText('Previous line'));
    expect(screen.getByText(/^3 of/)).toBeVisible();
  });

  it('is not needed by those who have keys', async () => {
    render(<Page />);
    act(() => screen.getByLabelText('Lines of code').focus());
    await userEvent.keyboard('{ArrowRight}{ArrowRight}{ArrowRight}{ArrowLeft}');
    expect(screen.getByText(/^3 of/)).toBeVisible();
    act(() => (document.activeElement as HTMLElement).blur());
    await userEvent.keyboard('{ArrowRight}');
    expect(screen.getByText(/^4 of/)).toBeVisible();
    await userEvent.click(screen.getByLabelText('Copy code'));
    await userEvent.keyboard('{ArrowRight}');
    expect(screen.getByText(/^4 of/)).toBeVisible();
  });

  it('leaves the keys to a field', async () => {
    render(
      <>
        <input aria-label="Field" defaultValue="ab" />
        <Page />
      </>,
    );
    act(() => screen.getByLabelText('Field').focus());
    await userEvent.keyboard('{ArrowLeft}{ArrowRight}{ArrowRight}');
    expect(screen.getByText(/^1 of/)).toBeVisible();
  });

  it('asks for the next step once when it leaves the last line', () => {
    const onEnd = vi.fn();
    const { rerender } = render(<Page onEnd={onEnd} />);
    act(() => walk.go(1e6));
    act(() => walk.next());
    act(() => walk.next());
    rerender(<Page onEnd={() => onEnd()} />);
    expect(onEnd).toHaveBeenCalledTimes(1);
  });

  it('follows another letter', async () => {
    render(<Page />);
    go('weights');
    const letters = screen.getByLabelText('Letter to follow');
    await userEvent.click(within(letters).getAllByRole('button')[1] as HTMLElement);
    expect(within(screen.getByLabelText('weights')).getAllByRole('button')).toHaveLength(2);
  });

  it('stops following when the person scrolls away, and follows again when asked', async () => {
    render(<Page />);
    go('weights');
    fireEvent.wheel(screen.getByLabelText('Lines of code'));
    const follow = screen.getByRole('button', { name: 'Follow' });
    expect(follow).toHaveAttribute('aria-pressed', 'false');
    go('hidden');
    expect(screen.getByText('part 7 of 14')).toBeVisible();
    expect(litLines()).toEqual([]);
    await userEvent.click(follow);
    expect(screen.getByText('part 8 of 14')).toBeVisible();
    expect(litLines()[0]).toContain('hidden = linear(x, layer.fc1)');
  });
});

describe('Follow', () => {
  it('leads back to the lines that light step by step', async () => {
    render(<Page pace="steps" />);
    expect(screen.queryByRole('button', { name: 'Follow' })).toBeNull();
    fireEvent.click(screen.getByLabelText('Next part'));
    fireEvent.click(screen.getByLabelText('Previous part'));
    fireEvent.click(screen.getByLabelText('Previous part'));
    expect(litLines()).toEqual([]);
    await userEvent.click(screen.getByRole('button', { name: 'Follow' }));
    expect(litLines().join()).toContain('loss = train_step(');
    expect(screen.queryByRole('button', { name: 'Follow' })).toBeNull();
  });
});

describe('a number', () => {
  it('tells what it was computed from, and so does each of its inputs', async () => {
    render(<Page />);
    go('logits');
    act(() => walk.play());
    const group = screen.getByLabelText('logits');
    await userEvent.click(within(group).getAllByRole('button')[2] as HTMLElement);
    expect(walk.state.playing).toBe(false);
    const panel = await screen.findByLabelText('Where this number comes from');
    expect(await within(panel).findByText('logits[2]')).toBeVisible();
    const rows = within(panel).getAllByRole('row').slice(1);
    const sum = rows.reduce((total, _, i) => {
      const node = engine.inspect(walk.stop?.point?.nodes?.[2] ?? -1).inputs[i];
      return total + (node?.value ?? Number.NaN);
    }, 0);
    expect(sum).toBeCloseTo(walk.stop?.point?.values[2] ?? Number.NaN, 10);
    await userEvent.click(
      within(panel).getByRole('button', { name: /lm_head\[2\]\[0\] × x\[0\]/ }),
    );
    await userEvent.click(await within(panel).findByRole('button', { name: /^x\[0\]/ }));
    await waitFor(() => expect(within(panel).getByText('x[0]', { selector: 'b' })).toBeVisible());
    await userEvent.click(within(panel).getByRole('button', { name: 'Back' }));
    expect(await within(panel).findByText('lm_head[2][0] × x[0]', { selector: 'b' })).toBeVisible();
  });

  it('can be reached by keys', async () => {
    render(<Page />);
    go('logits');
    const [first, second] = within(screen.getByLabelText('logits')).getAllByRole('button');
    act(() => first?.focus());
    await userEvent.keyboard('{ArrowRight}');
    expect(second).toHaveFocus();
    await userEvent.keyboard('{Enter}');
    expect(await screen.findByText('logits[1]')).toBeVisible();
    await userEvent.keyboard('{Escape}');
    expect(screen.queryByText('logits[1]')).toBeNull();
    expect(second).toHaveFocus();
    await userEvent.keyboard('{Enter}');
    await userEvent.click(await screen.findByRole('button', { name: 'Close' }));
    expect(second).toHaveFocus();
  });

  it('of many is a bar at a scale, and a figure where it is pointed at', async () => {
    render(<Page />);
    go('hidden');
    const { values = new Float64Array() } = walk.stop?.point ?? {};
    const largest = numberText(Math.max(...[...values].map(Math.abs)));
    const group = screen.getByLabelText('hidden');
    expect(group.previousElementSibling).toHaveTextContent(`${largest}0−${largest}`);
    await userEvent.hover(within(group).getAllByRole('button')[5] as HTMLElement);
    expect(screen.getByText(`5: ${exactText(values[5] as number)}`)).toBeVisible();
    go('active');
    expect(screen.getByLabelText('active').previousElementSibling).toHaveTextContent(/^[\d.]+0/);
  });

  it('of the update tells before, gradient, running means and after', async () => {
    render(<Page />);
    go('update', 'change');
    const group = screen.getByLabelText('step');
    await userEvent.click(within(group).getAllByRole('button')[0] as HTMLElement);
    const panel = await screen.findByLabelText('Where this number comes from');
    expect(panel).toHaveTextContent(
      /lm_head\[\d+\]\[0\]speaks for endbefore .+gradient .+m .+v .+after/,
    );
  });

  it('says why it cannot be asked', async () => {
    render(<Page ask={refuse} />);
    for (let i = 0; i < 4; i++) fireEvent.click(screen.getByLabelText('Next line'));
    const group = screen.getByLabelText('embedding');
    await userEvent.click(within(group).getAllByRole('button')[0] as HTMLElement);
    expect(await screen.findByRole('alert')).toHaveTextContent('No step was recorded yet.');
  });
});

describe('the parts', () => {
  it('are walked by buttons and chosen from a list; all can stand below each other', async () => {
    render(<Page pace="full" />);
    expect(screen.getByLabelText('Previous part')).toBeDisabled();
    await userEvent.click(screen.getByLabelText('Next part'));
    expect(screen.getByText('part 2 of 14')).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Data and tokenizer' }));
    await userEvent.click(screen.getByRole('button', { name: '9 Model' }));
    expect(screen.getByText('part 9 of 14')).toBeVisible();
    expect(document.querySelectorAll('.twin-section')).toHaveLength(1);
    await userEvent.click(screen.getByRole('button', { name: 'Model' }));
    await userEvent.click(screen.getByRole('button', { name: /^All parts/ }));
    expect(document.querySelectorAll('.twin-section')).toHaveLength(SECTIONS.length);
    const shown = [...document.querySelectorAll('[data-language="python"] code')];
    const text = shown.map((code) => code.textContent).join('\n');
    for (const line of ['def attention(', 'class Adam', 'def run(']) expect(text).toContain(line);
  });

  it('are named above as they are scrolled to, and copied by that name', async () => {
    render(<Page pace="full" />);
    await userEvent.click(screen.getByRole('button', { name: 'Random numbers' }));
    await userEvent.click(screen.getByRole('button', { name: /^All parts/ }));
    for (const [i, part] of [...document.querySelectorAll('.twin-section')].entries()) {
      Object.defineProperty(part, 'offsetTop', { value: 300 * i });
    }
    const lines = screen.getByLabelText('Lines of code');
    lines.scrollTop = 1250;
    fireEvent.scroll(lines);
    expect(screen.getByText('part 5 of 14')).toBeVisible();
    fireEvent.click(screen.getByLabelText('Copy code'));
    expect(
      await screen.findByRole('button', { name: `${SECTIONS[4]?.title}, Python` }),
    ).toBeVisible();
  });

  it('keep no blank lines of the other language where one stands alone', () => {
    const media = { addEventListener: nothing, removeEventListener: nothing, matches: true };
    const narrow = vi.spyOn(window, 'matchMedia').mockReturnValue(media as never);
    render(<Page pace="full" />);
    narrow.mockRestore();
    const numbers = [...document.querySelectorAll('.twin-number')].map((one) => one.textContent);
    const [from, to] = [Number(numbers[0]), Number(numbers.at(-1))];
    expect(numbers).toEqual(Array.from({ length: to - from + 1 }, (_, i) => String(from + i)));
  });

  it('are copied as they stand in the file', async () => {
    const writeText = vi.fn(async (_: string) => {});
    Object.defineProperty(navigator, 'clipboard', { configurable: true, value: { writeText } });
    render(<Page pace="full" />);
    await userEvent.click(screen.getByLabelText('Next part'));
    fireEvent.click(screen.getByLabelText('Copy code'));
    fireEvent.click(await screen.findByRole('button', { name: 'Data and tokenizer, Python' }));
    await waitFor(() => expect(writeText).toHaveBeenCalledTimes(1));
    expect(writeText.mock.calls[0]?.[0]).toBe(textOf('python', SECTIONS[1]));
    expect(writeText.mock.calls[0]?.[0]).toMatch(/^# ── 2 · Data.+join\(.+\n$/s);
    fireEvent.click(screen.getByLabelText('Copy code'));
    fireEvent.click(await screen.findByRole('button', { name: `All of ${FILES.javascript}` }));
    await waitFor(() => expect(writeText.mock.calls[1]?.[0]).toBe(textOf('javascript')));
  });
});
