import axios, { AxiosError, type AxiosResponse } from 'axios';
import { expect, it } from 'vitest';
import { createRest } from './rest';

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
