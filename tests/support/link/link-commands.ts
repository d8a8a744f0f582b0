import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BrowserCommand } from 'vitest/node';

declare module 'vitest/browser' {
  interface BrowserCommands {
    /** Starts a server for tests of transports, whose paths decide its answers. Returns its address. */
    startLink: () => Promise<string>;
  }
}

const read = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
};

const trickle = async (response: ServerResponse): Promise<void> => {
  response.setHeader('content-type', 'application/octet-stream');
  for (let i = 0; i < 12; i++) {
    response.write('.'.repeat(500));
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  response.end();
};

/**
 * `/echo?status=` returns the body, `/trickle` sends six thousand bytes in two and a half seconds, `/silent` never answers,
 * `/cut` breaks the connection.
 */
const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const url = new URL(request.url ?? '/', 'http://x');
  response.setHeader('access-control-allow-origin', '*');
  response.setHeader('access-control-allow-methods', '*');
  response.setHeader('access-control-allow-headers', '*');
  response.setHeader('access-control-expose-headers', '*');
  response.setHeader('x-method', request.method ?? '');
  response.setHeader('x-said', String(request.headers['x-say'] ?? ''));
  if (request.method === 'OPTIONS') {
    response.writeHead(204).end();
    return;
  }
  if (url.pathname === '/silent') return;
  if (url.pathname === '/cut') {
    request.socket.resetAndDestroy();
    return;
  }
  if (url.pathname === '/trickle') {
    await trickle(response);
    return;
  }
  const body = await read(request);
  response.writeHead(Number(url.searchParams.get('status') ?? 200)).end(body);
};

const startLink: BrowserCommand<[]> = async () => {
  const server = createServer((request, response) => {
    answer(request, response).catch(() => request.socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  server.unref();
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

export const linkCommands = { startLink };
