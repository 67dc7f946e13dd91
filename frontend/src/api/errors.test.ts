import { AxiosError, type AxiosResponse } from 'axios';
import { describe, expect, it } from 'vitest';
import { toApiError } from './axiosErrors';
import { ApiError } from './errors';
import { createRest } from './rest';

const answered = (status: number, data: unknown) =>
  new AxiosError('failed', 'ERR', undefined, undefined, { status, data } as AxiosResponse);

describe('toApiError', () => {
  it('keeps the contract’s fields', () => {
    const error = toApiError(
      answered(400, {
        error: 'Too large.',
        message: 'Too large.',
        error_type: 'invalid_hyperparameter',
        ...{ field: 'batch_size', limit: 128, value: 500 },
      }),
    );
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({
      ...{ errorType: 'invalid_hyperparameter', message: 'Too large.' },
      ...{ field: 'batch_size', limit: 128, value: 500 },
    });
  });

  it('calls no answer a network error', () => {
    expect(toApiError(new AxiosError('Network Error')).errorType).toBe('network_error');
  });

  it('says the status when the body is not the contract’s', () => {
    const error = toApiError(answered(502, '<html>Bad gateway</html>'));
    expect(error).toMatchObject({ errorType: 'internal_error', value: 502 });
    expect(error.message).toContain('502');
    expect(error.message).not.toContain('<');
  });

  it('lets a bug stay a bug', () => {
    expect(() => toApiError(new TypeError('oops'))).toThrow(TypeError);
  });
});

it('every call of the REST client fails with an ApiError', async () => {
  const http = { request: () => Promise.reject(new AxiosError('Network Error')) };
  const rest = createRest(http as unknown as Parameters<typeof createRest>[0]);
  const file = new File(['x'], 'a.txt');
  const body = { feature_type: 'watch_learn', dataset_id: 'x' } as const;
  const calls = [
    rest.datasets(),
    rest.presets(),
    rest.sessions(),
    rest.upload(file),
    rest.createSession(body),
    rest.deleteSession('a/b'),
  ];
  for (const result of await Promise.allSettled(calls)) {
    expect(result).toMatchObject({ status: 'rejected', reason: { errorType: 'network_error' } });
  }
});
