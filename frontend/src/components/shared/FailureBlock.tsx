/** A run that ended badly, said in the place of its picture: what happened, and beneath it what to press. */
import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { cx } from './cx';

export interface FailureBlockProps {
  title: string;
  className?: string;
  children: ReactNode;
}

export function FailureBlock({ title, className, children }: FailureBlockProps) {
  return (
    <div className={cx('stage stage-notice', className)} role="alert">
      <h2 className="flex items-start gap-2 text-amber-text">
        <TriangleAlert
          size={20}
          strokeWidth={1.75}
          aria-hidden="true"
          className="mt-0.5 flex-none"
        />
        {title}
      </h2>
      {children}
    </div>
  );
}
