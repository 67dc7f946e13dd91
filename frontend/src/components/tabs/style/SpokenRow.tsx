/** A view of the result in a sentence, for a presenter to read aloud, and the button that gives the view the whole screen. */
import type { ReactNode } from 'react';
import { FullScreenButton, type FullScreenButtonProps } from '@/components/shared/FullScreenButton';
import { useNarrow } from '@/hooks/useNarrow';

export interface SpokenRowProps extends FullScreenButtonProps {
  children: ReactNode;
  /** It says that the text makes no sense. */
  warns?: boolean;
}

export function SpokenRow({ children, warns = false, ...full }: SpokenRowProps) {
  const narrow = useNarrow();
  return (
    <div className="aloud" data-gibberish={warns}>
      <p>{children}</p>
      {!narrow && <FullScreenButton {...full} />}
    </div>
  );
}
