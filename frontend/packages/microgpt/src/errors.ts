/** What an engine refuses, as errors that a page can tell apart. Each message is a sentence for a person. */

/** A setting, document or matrix that cannot be used. `field` names it. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  constructor(
    readonly field: string,
    message: string,
  ) {
    super(message);
  }
}

/** Training or writing met a number that is infinite or none at all; the engine has stopped for good. */
export class NonFiniteError extends Error {
  override readonly name = 'NonFiniteError';
  constructor(
    /** The step that failed, counted from 1; its update was not made. */
    readonly step: number,
    /** What it was reading; null while it wrote. */
    readonly document: string | null,
    message: string,
  ) {
    super(message);
  }
}
