import type { Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import type { Hono } from 'hono';
import type { Env } from './http/base/services.ts';
import { StartError } from './store/start-error.ts';

/** A photo of 20 MB takes 14 minutes at 200 kbit/s. A connection without traffic is closed much earlier. */
const REQUEST_MILLIS = 20 * 60_000;
const SILENCE_MILLIS = 2 * 60_000;
/** Connections that wait while the server is busy. With Node's default of 511 the system refuses the rest. */
const BACKLOG = 4096;

const reasons: Record<string, string> = {
  EADDRINUSE: 'another program uses this port; choose another port with --port',
  EACCES: 'this user may not use this port; choose a port above 1023 with --port',
  EADDRNOTAVAIL: 'this computer does not have this address; see --host',
  ENOTFOUND: 'this address does not exist; see --host',
};

/** Throws a StartError if the address cannot be used. */
export const listen = async (app: Hono<Env>, host: string | null, port: number): Promise<Server> => {
  const server = createAdaptorServer({ fetch: app.fetch, autoCleanupIncoming: false }) as Server;
  server.requestTimeout = REQUEST_MILLIS;
  server.timeout = SILENCE_MILLIS;
  server.keepAliveTimeout = 65_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        new StartError(
          `Cannot listen on ${host ?? 'any address'}, port ${port}: ${reasons[error.code ?? ''] ?? error.message}.`,
        ),
      ),
    );
    server.listen({ port, backlog: BACKLOG, ...(host === null ? {} : { host }) }, resolve);
  });
  return server;
};

/** Accepts no more requests. Running requests may finish within `graceMillis`. */
export const stopListening = async (server: Server, graceMillis: number): Promise<void> => {
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), graceMillis);
  await closed;
  clearTimeout(timer);
};
