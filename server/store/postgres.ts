/**
 * The store on PostgreSQL, shared by any number of server processes.
 *
 * Promises: a commit that was answered survives a power cut; a transaction of `read` is one picture of the store and
 * cannot write; a lost connection fails the requests that used it and nothing else.
 * Assumes: a connection of its own for each session (a pooler in between must pool sessions, not transactions).
 * Breaks: a role or database whose settings change after a connection was made.
 */
import { Kysely, PostgresDialect, sql } from 'kysely';
import { Pool, types, type ClientBase } from 'pg';
import { migrate } from './migrations.ts';
import { cannotUse, nameOfDatabase } from './postgres-address.ts';
import { StartError } from './start-error.ts';
import type { Store } from './store.ts';
import type { Tables } from './tables.ts';

/** For writing and for reading each; a plain PostgreSQL has 100 for everybody. */
const CONNECTIONS = 10;
/** For a new connection, and for a free one: who waits longer is told to try again. */
const WAIT_MILLIS = 10_000;
const OLDEST = 150_000;
/** Any number that nothing else on this database locks; not the one of Kysely's migrator. */
const START_LOCK = 7_260_311;

const INT8 = 20;
type Parser = (text: string) => unknown;

/** Times and counts are whole numbers far below 2^53; the driver would hand them out as text. */
const withNumbers = {
  getTypeParser: (oid: number, format?: 'text' | 'binary'): Parser =>
    oid === INT8 && format !== 'binary' ? Number : (types.getTypeParser(oid, format ?? 'text') as Parser),
};

/**
 * Said to each new connection, whatever the server's defaults are. A process that vanishes inside a transaction must
 * not hold its region for ever, and a server told to answer before it has written is not believed.
 */
const sessionSettings = (mode: 'write' | 'read'): string => `
  set session characteristics as transaction isolation level
    ${mode === 'read' ? 'repeatable read, read only' : 'read committed, read write'};
  set idle_in_transaction_session_timeout = '60s';
  select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') = 'off'`;

const connect = (address: string, mode: 'write' | 'read'): Kysely<Tables> => {
  const pool = new Pool({
    connectionString: address,
    application_name: 'grid-patrol',
    max: CONNECTIONS,
    connectionTimeoutMillis: WAIT_MILLIS,
    keepAlive: true,
    types: withNumbers,
    onConnect: async (client: ClientBase) => {
      // A connection may be lost at any moment, also between two queries of a transaction: whoever uses it learns
      // so from the next one. Without a listener the process would end.
      client.on('error', () => undefined);
      await client.query(sessionSettings(mode));
    },
  });
  pool.on('error', () => undefined);
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
};

type Server = { readonly version: number; readonly encoding: string };

/** Why this server cannot be used; null when it can. */
export const unfitness = ({ version, encoding }: Server): string | null => {
  if (version < OLDEST)
    return `it is PostgreSQL ${Math.floor(version / 10_000)}, and Grid Patrol needs 15 or newer`;
  return encoding === 'UTF8' ? null : `its encoding is ${encoding}, and Grid Patrol needs UTF8`;
};

const checkServer = async (db: Kysely<Tables>, address: string): Promise<void> => {
  const { rows } = await sql<Server>`
    select current_setting('server_version_num')::integer as version,
      current_setting('server_encoding') as encoding`.execute(db);
  const reason = unfitness(rows[0]!);
  if (reason !== null) throw cannotUse(address, new Error(reason));
};

/** Throws a StartError that names host and database. */
export const openPostgres = async (address: string): Promise<Store> => {
  const write = connect(address, 'write');
  const read = connect(address, 'read');
  const close = async () => {
    await read.destroy();
    await write.destroy();
  };
  const withGlobalLock: Store['withGlobalLock'] = (work) =>
    write.connection().execute(async (holder) => {
      await sql`select pg_advisory_lock(${sql.lit(START_LOCK)})`.execute(holder);
      try {
        return await work();
      } finally {
        await sql`select pg_advisory_unlock(${sql.lit(START_LOCK)})`.execute(holder);
      }
    });
  try {
    await checkServer(write, address);
    await withGlobalLock(() => migrate(write, 'postgres'));
  } catch (error) {
    await close();
    throw error instanceof StartError ? error : cannotUse(address, error);
  }
  return {
    kind: 'postgres',
    name: `PostgreSQL, ${nameOfDatabase(address)}`,
    write,
    read,
    withGlobalLock,
    close,
  };
};
