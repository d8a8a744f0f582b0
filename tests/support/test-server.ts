import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { databaseUrlOf } from './database.ts';
import { startServer, type RunningServer, type ServerOptions } from '#server/server.ts';

export const makeFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'grid-patrol-'));

export type TestServer = RunningServer & {
  /** Closes it and throws its data away. */
  end(): Promise<void>;
};

/** A quiet server on a free port with the demo community in a folder of its own. */
export const startTestServer = async (options: Partial<ServerOptions> = {}): Promise<TestServer> => {
  const dataDir = options.dataDir ?? (await makeFolder());
  const server = await startServer({
    port: 0,
    host: '127.0.0.1',
    publicUrl: null,
    trustedOrigins: [],
    trustProxy: false,
    isDemoWanted: true,
    demoDays: 0,
    logLevel: 'silent',
    appDir: join(dataDir, 'no-app'),
    graceMillis: 500,
    ...options,
    databaseUrl: options.databaseUrl === undefined ? await databaseUrlOf(dataDir) : options.databaseUrl,
    dataDir,
  });
  return {
    ...server,
    end: async () => {
      await server.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
};
