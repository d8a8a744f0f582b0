/**
 * Where the server of a data folder keeps its rows: in the folder, or, in the project `server-postgres`, in a database
 * of its own on the run's PostgreSQL, with which it goes. A server that comes back to its folder comes back to its database.
 */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Client } from 'pg';
import { openAuth } from '#server/auth/auth.ts';
import { openStore } from '#server/store/store.ts';

/** Set by `on-postgres.ts`; the address of the run's PostgreSQL. */
export const POSTGRES_VARIABLE = 'TEST_POSTGRES';
const TEMPLATE = 'patrol_template';

const postgresUrl = (): string => process.env[POSTGRES_VARIABLE] ?? '';
export const isOnPostgres = (): boolean => postgresUrl() !== '';

const at = (url: string, database: string): string =>
  Object.assign(new URL(url), { pathname: database }).href;

/** As the owner of the PostgreSQL. */
export const inPostgres = async <T>(
  work: (client: Client) => Promise<T>,
  url = postgresUrl(),
): Promise<T> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
};

/** Copied for each server: its tables are made once a run. */
export const makeTemplate = async (url: string): Promise<void> => {
  await inPostgres((client) => client.query(`create database ${TEMPLATE}`), url);
  const store = await openStore(at(url, TEMPLATE));
  await openAuth(store, 'the secret of no server, long enough to be one', null);
  await store.close();
};

/** `empty` has no tables yet. */
export const makeDatabase = async (kind: 'ready' | 'empty' = 'ready'): Promise<string> => {
  const name = `t_${randomUUID().replaceAll('-', '')}`;
  const template = kind === 'ready' ? `template ${TEMPLATE}` : '';
  await inPostgres((client) => client.query(`create database ${name} ${template}`));
  return at(postgresUrl(), name);
};

const urlsByFolder = new Map<string, Promise<string>>();

/** Null in a run on SQLite. */
export const databaseUrlOf = async (dataDir: string): Promise<string | null> => {
  if (!isOnPostgres()) return null;
  const url = urlsByFolder.get(dataDir) ?? makeDatabase();
  urlsByFolder.set(dataDir, url);
  return url;
};

/** For `openStore`. */
export const databaseOf = async (dataDir: string): Promise<string> =>
  (await databaseUrlOf(dataDir)) ?? join(dataDir, 'grid-patrol.sqlite');

/** For a server in a process of its own. */
export const databaseEnv = async (dataDir: string): Promise<Record<string, string>> => {
  const url = await databaseUrlOf(dataDir);
  return url === null ? {} : { DATABASE_URL: url };
};
