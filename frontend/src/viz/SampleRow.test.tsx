import { act, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { QualityBar } from './QualityBar';
import { QualityText } from './QualityText';
import { SampleRow } from './SampleRow';

const sample = { text: 'ab the\n<b>', quality: '0012220111' };
afterEach(() => vi.unstubAllGlobals());

describe('QualityText', () => {
  it('colours runs, shows newlines, and never makes markup of a text', () => {
    const { container } = render(<QualityText {...sample} />);
    expect(container).toHaveTextContent('ab the⏎<b>');
    expect(container.querySelector('b')).toBeNull();
    expect(container.querySelector('.q2')).toHaveTextContent('the');
    expect(container.querySelectorAll('.quality-text > span')).toHaveLength(5);
    expect(container.querySelector('.quality-text')).toHaveAttribute('dir', 'auto');
  });

  it('breaks the line after ⏎ when asked to wrap', () => {
    const { container } = render(<QualityText {...sample} newlines="wrap" />);
    expect(container.textContent).toBe('ab the⏎\n<b>');
  });

  it('types a text out within 600 ms', () => {
    let frame: FrameRequestCallback = () => {};
    vi.stubGlobal('requestAnimationFrame', (next: FrameRequestCallback) => {
      frame = next;
      return 1;
    });
    const text = 'x'.repeat(100);
    const { container } = render(<QualityText text={text} quality={text} typing caret />);
    expect(container.textContent).toBe('');
    act(() => frame(1000));
    act(() => frame(1300));
    expect(container.textContent).toHaveLength(50);
    act(() => frame(1601));
    expect(container.textContent).toBe(text);
  });

  it('shows it at once to who wants less motion', () => {
    vi.spyOn(window, 'matchMedia').mockReturnValue({ matches: true } as MediaQueryList);
    const { container } = render(<QualityText {...sample} typing />);
    expect(container).toHaveTextContent('ab the⏎<b>');
  });
});

describe('QualityBar', () => {
  it('says its shares', () => {
    render(<QualityBar text="ab the" quality="001222" />);
    expect(
      screen.getByRole('img', { name: '50 % in real words, 17 % plausible, 33 % noise' }),
    ).toBeInTheDocument();
  });

  it('is silent before there is a text', () => {
    render(<QualityBar text="" quality="" />);
    expect(screen.queryByRole('img')).toBeNull();
  });
});

describe('SampleRow', () => {
  it('starts with its step', () => {
    render(<SampleRow step={50} sample={sample} newest />);
    const row = screen.getByRole('listitem');
    expect(row.textContent).toMatch(/^Step 50: ab the⏎<b>/);
    expect(row).toHaveAttribute('aria-current', 'step');
  });

  it('keeps its place while the text is still to come', () => {
    render(<SampleRow step={100} sample={null} />);
    expect(screen.getByRole('listitem')).toHaveTextContent('Step 100: not written yet');
  });

  it('tells which step the pointer is on', async () => {
    const onHover = vi.fn();
    render(<SampleRow step={50} sample={sample} onHover={onHover} />);
    await userEvent.hover(screen.getByRole('listitem'));
    await userEvent.unhover(screen.getByRole('listitem'));
    expect(onHover.mock.calls).toEqual([[50], [null]]);
  });

  it('looks hovered even when it is the newest', () => {
    render(<SampleRow step={50} sample={sample} newest hovered />);
    expect(screen.getByRole('listitem')).toHaveAttribute('data-state', 'hovered');
  });
});
