/** A file server as plain as any web host: a folder, at a path, and nothing that answers or computes. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

export interface Files {
  /** Where the folder's index stands, with a slash at the end. */
  url: string;
  /** Paths that were asked for and are no file. */
  missing: string[];
  close(): Promise<void>;
}

/** `fallback`: every address that is no file gets the index, as an app with addresses of its own needs it. */
export async function serveFolder(folder: string, { path = '/', fallback = false } = {}): Promise<Files> {
  const missing: string[] = [];
  const server = createServer(async (request, response) => {
    const asked = decodeURIComponent(new URL(request.url ?? '/', 'http://here').pathname);
    const name = asked.startsWith(path) ? normalize(asked.slice(path.length) || 'index.html') : '..';
    const send = async (file: string) => {
      const body = await readFile(join(folder, file));
      response.writeHead(200, { 'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream' });
      response.end(body);
    };
    try {
      if (name.startsWith('..')) throw new Error('outside');
      await send(name);
    } catch {
      if (fallback && extname(asked) === '' && !/^\/(api|socket\.io)\b/.test(asked)) {
        await send('index.html');
        return;
      }
      missing.push(asked);
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${path}`,
    missing,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
