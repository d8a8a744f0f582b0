import type { Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import type { Hono } from 'hono';
import type { Env } from './http/base/services.ts';
import { StartError } from './store/start-error.ts';

/** A 20 MB photo at 200 kbit/s takes a quarter of an hour; a silent connection is given up much sooner. */
const REQUEST_MILLIS = 20 * 60_000;
const SILENCE_MILLIS = 2 * 60_000;
/** Phones that came while the server was busy wait to be let in; beyond Node's 511 the system would send them away. */
const WAITING_TO_BE_LET_IN = 4096;

const reasons: Record<string, string> = {
  EADDRINUSE: 'another program is listening there; choose another with --port',
  EACCES: 'this user may not use that port; choose one above 1023 with --port',
  EADDRNOTAVAIL: 'this computer does not have that address; see --host',
  ENOTFOUND: 'there is no such address; see --host',
};

/** Throws a StartError when the address cannot be had. */
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
    server.listen({ port, backlog: WAITING_TO_BE_LET_IN, ...(host === null ? {} : { host }) }, resolve);
  });
  return server;
};

/** Stops taking requests and lets those under way finish, for `graceMillis` at most. */
export const stopListening = async (server: Server, graceMillis: number): Promise<void> => {
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), graceMillis);
  await closed;
  clearTimeout(timer);
};
