import axios, { AxiosError, type AxiosResponse, type InternalAxiosRequestConfig } from 'axios';
import { expect, it } from 'vitest';
import { createRest } from './rest';

/** A client whose server answers the same, whatever is asked; what was asked is kept. */
function answering(status: number, data: unknown, type: string) {
  const asked: InternalAxiosRequestConfig[] = [];
  const http = axios.create({
    adapter: async (config) => {
      asked.push(config);
      const headers = { 'content-type': type };
      const response = { data, status, statusText: '', headers, config } as AxiosResponse;
      if (status < 400) return response;
      throw new AxiosError('refused', 'ERR_BAD_REQUEST', config, null, response);
    },
  });
  return { rest: createRest(http), asked };
}

it('fetches the weights of a step, and reads why there are none', async () => {
  const bytes = Uint8Array.of(1, 2, 3).buffer;
  const { rest, asked } = answering(200, bytes, 'application/octet-stream');
  expect(await rest.weights('a/b', 20)).toBe(bytes);
  await rest.weights('s1');
  expect(asked.map((config) => axios.getUri(config))).toEqual([
    '/api/sessions/a%2Fb/export?format=safetensors&step=20',
    '/api/sessions/s1/export?format=safetensors',
  ]);
  expect(asked[0]?.responseType).toBe('arraybuffer');

  const refusal = { error: 'None.', message: 'None yet.', error_type: 'invalid_state' };
  const packed = new TextEncoder().encode(JSON.stringify(refusal)).buffer;
  const early = answering(409, packed, 'application/json').rest.weights('s1');
  await expect(early).rejects.toMatchObject({ errorType: 'invalid_state', message: 'None yet.' });
  const broken = answering(502, packed, 'text/html').rest.weights('s1');
  await expect(broken).rejects.toMatchObject({ errorType: 'internal_error', value: 502 });
});

it('reads the refusal of a document, which comes packed as a file', async () => {
  const refusal = {
    ...{ error: 'Too long.', message: 'Too long.', error_type: 'text_too_long' },
    ...{ field: 'text', limit: 50_000, value: 60_000 },
  };
  const data = new Blob([JSON.stringify(refusal)], { type: 'application/json' });
  const http = axios.create({
    adapter: async (config) => {
      const response = { data, status: 400, statusText: '', headers: {}, config } as AxiosResponse;
      throw new AxiosError('refused', 'ERR_BAD_REQUEST', config, null, response);
    },
  });
  await expect(createRest(http).document('x')).rejects.toMatchObject({
    ...{ errorType: 'text_too_long', message: 'Too long.', limit: 50_000 },
  });
});
