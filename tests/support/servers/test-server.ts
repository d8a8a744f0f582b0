import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { demo } from '#demo/demo.ts';
import { databaseUrlOf } from '#tests/support/database/database.ts';
import { madeOnce } from '#tests/support/run/run-folder.ts';
import { serverSecret } from '#server/store/secret.ts';
import { openStore } from '#server/store/store.ts';
import { startServer, type RunningServer, type ServerOptions } from '#server/server.ts';
import { isMinted, mintSessions, offerSessions } from './minted-sessions.ts';

export const makeFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'grid-patrol-'));

export type TestServer = RunningServer & {
  /** Closes it and deletes its data. */
  end(): Promise<void>;
};

export type TestServerOptions = Partial<ServerOptions> & {
  /** For tests about a first start: makes the community instead of copying it. */
  readonly isFirstStart?: boolean;
};

const DATABASE = 'grid-patrol.sqlite';

/** The data of a first start, without the secret: each server makes its own. */
const makeCommunity = async (dataDir: string): Promise<void> => {
  await (await startTestServer({ dataDir, databaseUrl: null, isFirstStart: true })).close();
  const store = await openStore(join(dataDir, DATABASE));
  await mintSessions(store);
  await store.close();
  const database = new DatabaseSync(join(dataDir, DATABASE));
  // The file is copied alone: its write-ahead log must be empty, though a closed store may keep it open until it is freed.
  database.exec(`delete from settings where name = 'secret'; pragma wal_checkpoint(truncate)`);
  database.close();
};

/** Copies the community into a folder without a database. */
const fillFolder = async (dataDir: string): Promise<void> => {
  if (existsSync(join(dataDir, DATABASE))) return;
  const community = await madeOnce('community', makeCommunity);
  if (community === null) return;
  await mkdir(dataDir, { recursive: true });
  await copyFile(join(community, DATABASE), join(dataDir, DATABASE));
};

/** Fills the folder of a server process with the community, and returns the environment. */
export const filledEnv = async (dataDir: string): Promise<Record<string, string>> => {
  const databaseUrl = await databaseUrlOf(dataDir, 'community');
  if (databaseUrl !== null) return { DATABASE_URL: databaseUrl };
  await fillFolder(dataDir);
  return {};
};

/** Starts a server without log on a free port, with the demo community in its own folder. */
export const startTestServer = async ({
  isFirstStart = false,
  ...options
}: TestServerOptions = {}): Promise<TestServer> => {
  const { isDemoWanted = true, demoDays = 0 } = options;
  const isCopied = isDemoWanted && demoDays === 0 && !isFirstStart;
  const dataDir = options.dataDir ?? (await makeFolder());
  const databaseUrl =
    options.databaseUrl === undefined
      ? await databaseUrlOf(dataDir, isCopied ? 'community' : 'tables')
      : options.databaseUrl;
  const isFresh = isCopied && !existsSync(join(dataDir, DATABASE));
  if (isCopied && databaseUrl === null) await fillFolder(dataDir);
  let secret: string | null = null;
  const seed: typeof demo.seed = async (store, ...rest) => {
    await demo.seed(store, ...rest);
    secret = await serverSecret(store);
  };
  const server = await startServer({
    port: 0,
    host: '127.0.0.1',
    publicUrl: null,
    trustedOrigins: [],
    trustProxy: false,
    logLevel: 'silent',
    appDir: join(dataDir, 'no-app'),
    graceMillis: 500,
    mayPhotosBeLost: false,
    importFolder: null,
    demo: { ...demo, seed },
    ...options,
    isDemoWanted,
    demoDays,
    databaseUrl,
    dataDir,
  });
  if (secret !== null && (isFresh || isMinted(dataDir))) offerSessions(dataDir, server.port, secret);
  return {
    ...server,
    end: async () => {
      await server.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
};
