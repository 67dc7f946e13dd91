/**
 * One shape for everything that can go wrong between the page and the server. Owns the translation
 * from refusals and lost connections; must not decide what the page does about it.
 */
import type { ErrorBody, Refusal } from './generated';

/** The contract's types, and the one that no server can send. */
export type ApiErrorType = ErrorBody['error_type'] | 'network_error';
type Detail = number | string | boolean | null;

export interface ApiErrorParts {
  errorType: ApiErrorType;
  /** A sentence for a person, with the numbers that disagree. */
  message: string;
  /** The field of the request that was refused. */
  field?: string | null;
  limit?: Detail;
  value?: Detail;
}

export class ApiError extends Error {
  readonly errorType: ApiErrorType;
  readonly field: string | null;
  readonly limit: Detail;
  readonly value: Detail;

  constructor({ errorType, message, field = null, limit = null, value = null }: ApiErrorParts) {
    super(message);
    this.name = 'ApiError';
    this.errorType = errorType;
    this.field = field;
    this.limit = limit;
    this.value = value;
  }
}

export const networkError = (message: string) =>
  new ApiError({ errorType: 'network_error', message });

/** From the body of a failed REST answer or of an acknowledgement with `ok: false`. */
export function fromRefusal(body: ErrorBody | Refusal): ApiError {
  const { error_type: errorType, message, field, limit, value } = body;
  return new ApiError({ errorType, message, field, limit, value });
}
