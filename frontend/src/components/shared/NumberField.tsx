/** A number with its bounds in sight; a wrong one is explained while it is typed, never swallowed. */
import { useEffect, useId, useState } from 'react';
import { cx } from './cx';
import { boundsText, judgeNumber, type NumberBounds } from './numberDraft';
import { Term } from './Tooltip';

export interface NumberFieldProps extends NumberBounds {
  label: string;
  /** null: what is typed is not allowed; the field keeps it until a number is set from outside. */
  value: number | null;
  /** Called while typing: the number, or null while what stands there is not allowed. */
  onValueChange: (value: number | null) => void;
  /** Said after the number: "steps". */
  unit?: string;
  /** One sentence behind the label. */
  tooltip?: string;
  /** An error that came from elsewhere (the server); the field's own error goes first. */
  error?: string | null;
  disabled?: boolean;
  className?: string;
}

export function NumberField({
  label,
  value,
  onValueChange,
  unit,
  tooltip,
  error = null,
  disabled,
  className,
  ...bounds
}: NumberFieldProps) {
  const id = useId();
  const [draft, setDraft] = useState(value === null ? '' : String(value));
  const judged = judgeNumber(draft, bounds);
  // A value set from outside replaces the draft, unless the draft already means it ("0.10" is 0.1).
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new value may overwrite what is being typed
  useEffect(() => {
    if (value !== null && judged.value !== value) setDraft(String(value));
  }, [value]);

  const problem = judged.error ?? error;
  return (
    <div className={className}>
      <div
        className={cx('field number-field', disabled && 'opacity-60')}
        data-invalid={problem !== null}
      >
        <span className="field-label">{tooltip ? <Term text={tooltip}>{label}</Term> : label}</span>
        <span className="flex items-baseline gap-2">
          <input
            aria-label={label}
            aria-invalid={problem !== null}
            aria-describedby={id}
            className="field-value num"
            inputMode={bounds.integer ? 'numeric' : 'decimal'}
            autoComplete="off"
            disabled={disabled}
            value={draft}
            onChange={(event) => {
              setDraft(event.target.value);
              onValueChange(judgeNumber(event.target.value, bounds).value);
            }}
          />
          {unit && <span className="text-text-3">{unit}</span>}
        </span>
      </div>
      <p
        id={id}
        aria-live="polite"
        className={cx('num mt-1 text-12', problem ? 'text-amber-text' : 'text-text-3')}
      >
        {problem ?? boundsText(bounds)}
      </p>
    </div>
  );
}
