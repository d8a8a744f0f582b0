/**
 * The database of the server of a data folder: SQLite in the folder, or in the project `server-postgres` a database on the
 * PostgreSQL of the run. A server that restarts on its folder gets the same database.
 */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Client } from 'pg';

/** The address of the PostgreSQL of the run; set by `on-postgres.ts`. */
export const POSTGRES_VARIABLE = 'TEST_POSTGRES';

const postgresUrl = (): string => process.env[POSTGRES_VARIABLE] ?? '';
export const isOnPostgres = (): boolean => postgresUrl() !== '';

const at = (url: string, database: string): string =>
  Object.assign(new URL(url), { pathname: database }).href;

/** Connects as the superuser. */
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

/** The content of a new database: nothing, all tables, or also the demo community. The latter two are copies of templates. */
type Filling = 'empty' | 'tables' | 'community';

export const templateOf = (filling: Exclude<Filling, 'empty'>): string => `patrol_${filling}`;

/** Returns its address. */
export const createDatabase = async (
  name: string,
  filling: Filling,
  url = postgresUrl(),
): Promise<string> => {
  const template = filling === 'empty' ? '' : `template ${templateOf(filling)}`;
  await inPostgres((client) => client.query(`create database ${name} ${template}`), url);
  return at(url, name);
};

export const makeDatabase = (filling: Filling = 'tables'): Promise<string> =>
  createDatabase(`t_${randomUUID().replaceAll('-', '')}`, filling);

const urlsByFolder = new Map<string, Promise<string>>();

/** Null on SQLite. The first call for a folder decides the content. */
export const databaseUrlOf = async (dataDir: string, filling?: Filling): Promise<string | null> => {
  if (!isOnPostgres()) return null;
  const url = urlsByFolder.get(dataDir) ?? makeDatabase(filling);
  urlsByFolder.set(dataDir, url);
  return url;
};

/** The argument of `openStore`. */
export const databaseOf = async (dataDir: string): Promise<string> =>
  (await databaseUrlOf(dataDir)) ?? join(dataDir, 'grid-patrol.sqlite');

/** The environment of a server process. */
export const databaseEnv = async (dataDir: string): Promise<Record<string, string>> => {
  const url = await databaseUrlOf(dataDir);
  return url === null ? {} : { DATABASE_URL: url };
};
