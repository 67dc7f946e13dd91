import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import { PhraseText } from './PhraseText';
import { paragraphsOf } from './pieces';

it('makes no button of a blank in which two phrases meet', async () => {
  const ranges = [
    { id: 0, start: 0, end: 7 },
    { id: 1, start: 6, end: 11 },
  ];
  render(
    <PhraseText
      paragraphs={paragraphsOf('let me know.', ranges)}
      active={1}
      onActive={() => undefined}
      voice="person"
      reason={(id) => `phrase ${id}`}
    />,
  );
  const buttons = screen.getAllByRole('button');
  expect(buttons.map((one) => one.textContent)).toEqual(['let me', 'know']);
  const marked = [...document.querySelectorAll('.phrase')];
  expect(marked.map((one) => one.textContent)).toEqual(['let me', ' ', 'know']);
  expect(marked[1]).toHaveAttribute('data-active', 'true');
  await userEvent.tab();
  expect(buttons[0]).toHaveFocus();
  await userEvent.keyboard('{ArrowRight}');
  expect(buttons[1]).toHaveFocus();
});
