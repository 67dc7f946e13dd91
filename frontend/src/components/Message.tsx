/** A whole page that says one thing and offers a way on. Plain markup: it must work when much else does not. */
import type { ReactNode } from 'react';
import { Mark } from './Mark';

export interface MessageProps {
  title: string;
  children: ReactNode;
  actions: ReactNode;
  role?: 'alert';
}

export function Message({ title, children, actions, role }: MessageProps) {
  return (
    <main className="grid min-h-dvh place-items-center p-6">
      <div role={role} className="flex max-w-[480px] flex-col items-start gap-4">
        <Mark size={48} />
        <h1 className="text-24 tracking-figure">{title}</h1>
        <div className="text-16">{children}</div>
        <div className="mt-2 flex flex-wrap gap-2">{actions}</div>
      </div>
    </main>
  );
}
