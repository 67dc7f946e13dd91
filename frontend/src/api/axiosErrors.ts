/** What axios throws, as one ApiError. Apart from `errors`, so that axios comes with the REST client alone. */
import { isAxiosError } from 'axios';
import { ApiError, fromRefusal, networkError } from './errors';
import type { ErrorBody } from './generated';

const isRefusal = (body: unknown): body is ErrorBody =>
  typeof body === 'object' &&
  body !== null &&
  typeof (body as ErrorBody).error_type === 'string' &&
  typeof (body as ErrorBody).message === 'string';

/** Whatever a REST call threw, as an ApiError. What is no failure of a request is thrown on: a bug stays a bug. */
export function toApiError(thrown: unknown): ApiError {
  if (thrown instanceof ApiError) return thrown;
  if (!isAxiosError(thrown)) throw thrown;
  const body: unknown = thrown.response?.data;
  if (isRefusal(body)) return fromRefusal(body);
  if (thrown.response === undefined) {
    return networkError('The server does not answer. Is it still running on this machine?');
  }
  return new ApiError({
    errorType: 'internal_error',
    message: `The server answered ${thrown.response.status} without saying why.`,
    value: thrown.response.status,
  });
}
