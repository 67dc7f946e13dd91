/** Shows a message: what happened, its numbers, and what the person can do about it. */
import { Check, Info, TriangleAlert, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { toast } from 'sonner';
import { Button, type ButtonKind, IconButton } from './Button';
import { cx } from './cx';
import type { Icon } from './icons';

export type ToastKind = 'success' | 'warning' | 'note';

export interface ToastAction {
  label: string;
  onPress: () => void;
  icon?: Icon;
  kind?: ButtonKind;
}

export interface ToastOptions {
  kind: ToastKind;
  /** One sentence, with the numbers that matter. */
  title: string;
  text?: ReactNode;
  /** Each closes the toast after it ran. A warning with actions stays until it is answered. */
  actions?: ToastAction[];
  /** ms; default 6 s, or until dismissed for a warning with actions. */
  duration?: number;
  /** The same id replaces the toast instead of adding one. */
  id?: string;
}

const DEFAULT_DURATION_MS = 6000;
const ICON: Record<ToastKind, Icon> = { success: Check, warning: TriangleAlert, note: Info };
const TINT: Record<ToastKind, string> = {
  success: 'text-green-text',
  warning: 'text-amber-text',
  note: 'text-text-3',
};

/** The toast itself: an alert when it warns, a status otherwise. */
export function ToastCard({
  kind,
  title,
  text,
  actions = [],
  onDismiss,
}: Omit<ToastOptions, 'duration' | 'id'> & { onDismiss: () => void }) {
  const Sign = ICON[kind];
  const slim = text === undefined && actions.length === 0;
  return (
    <div
      role={kind === 'warning' ? 'alert' : 'status'}
      className={cx('toast on-raised', `toast-${kind}`, slim && 'toast-slim')}
    >
      <Sign
        size={20}
        strokeWidth={1.75}
        aria-hidden="true"
        className={cx(!slim && 'mt-0.5', TINT[kind])}
      />
      <div className="min-w-0">
        <strong className={cx('num', slim ? 'text-14' : 'text-16')}>{title}</strong>
        {text && <div className="num">{text}</div>}
        {actions.length > 0 && (
          <div className="mt-2 flex flex-wrap gap-2">
            {actions.map((action) => (
              <Button
                key={action.label}
                kind={action.kind}
                icon={action.icon}
                onClick={() => {
                  action.onPress();
                  onDismiss();
                }}
              >
                {action.label}
              </Button>
            ))}
          </div>
        )}
      </div>
      <IconButton
        kind="quiet"
        icon={X}
        label="Dismiss"
        tooltip=""
        onClick={onDismiss}
        size={slim ? 'small' : 'normal'}
        className={slim ? '-mr-2' : '-mt-2 -mr-2'}
      />
    </div>
  );
}

/** Shows a toast and returns its id. */
export function notify({ id, duration, ...options }: ToastOptions): string | number {
  const sticky = options.kind === 'warning' && (options.actions?.length ?? 0) > 0;
  return toast.custom(
    (shown) => <ToastCard {...options} onDismiss={() => toast.dismiss(shown)} />,
    { id, duration: duration ?? (sticky ? Number.POSITIVE_INFINITY : DEFAULT_DURATION_MS) },
  );
}

/** Takes a toast away by its id. */
export const dismiss = (id: string | number) => toast.dismiss(id);
