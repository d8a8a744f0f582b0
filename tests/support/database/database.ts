/**
 * Where the server of a data folder keeps its rows: in the folder, or, in the project `server-postgres`, in a database
 * of its own on the run's PostgreSQL, with which it goes. A server that comes back to its folder comes back to its database.
 */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Client } from 'pg';

/** Set by `on-postgres.ts`; the address of the run's PostgreSQL. */
export const POSTGRES_VARIABLE = 'TEST_POSTGRES';

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

/** What a new database holds: nothing, all tables, or the demo community too. The latter two are copies: `postgres-templates.ts`. */
type Filling = 'empty' | 'tables' | 'community';

export const templateOf = (filling: Exclude<Filling, 'empty'>): string => `patrol_${filling}`;

/** Answers its address. */
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

/** Null in a run on SQLite. The first who asks for it says what it begins with. */
export const databaseUrlOf = async (dataDir: string, filling?: Filling): Promise<string | null> => {
  if (!isOnPostgres()) return null;
  const url = urlsByFolder.get(dataDir) ?? makeDatabase(filling);
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
