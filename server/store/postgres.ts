/**
 * The store on PostgreSQL, shared by any number of server processes.
 *
 * Promises: a commit that was answered survives a power cut. A transaction of `read` sees one snapshot of the store and
 * cannot write. A lost connection fails only the requests that used it ([S7]).
 * Assumes: each session has a connection of its own (a pooler must pool sessions, not transactions).
 * Breaks: changing the settings of the role or database while connections are open.
 */
import { Kysely, PostgresDialect, sql } from 'kysely';
import { Pool, types, type ClientBase } from 'pg';
import { migrate } from './migrations.ts';
import { cannotUse, nameOfDatabase } from './postgres-address.ts';
import { StartError } from './start-error.ts';
import type { Store } from './store.ts';
import type { Tables } from './tables.ts';

/** For each of the two pools. PostgreSQL allows 100 connections in total by default. */
const CONNECTIONS = 10;
/** Limit of the wait for a new or free connection. After it the request is answered `busy`. */
const WAIT_MILLIS = 10_000;
const OLDEST_VERSION = 150_000;
/** Any number that no other program locks in this database. Kysely's migrator uses another one. */
const GLOBAL_LOCK = 7_260_311;

const INT8 = 20;
type Parser = (text: string) => unknown;

/** The driver returns int8 as text. Our times and counts are below 2^53, so they are read as numbers. */
const withNumbers = {
  getTypeParser: (oid: number, format?: 'text' | 'binary'): Parser =>
    oid === INT8 && format !== 'binary' ? Number : (types.getTypeParser(oid, format ?? 'text') as Parser),
};

/**
 * Sent to each new connection; overrides the defaults of the server. A process that disappears inside a transaction must
 * not lock its region without end, and a commit must not be answered before it is written.
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
      // A connection may be lost at any moment, also between two queries of a transaction. The next query fails then.
      // Without this listener the process would end.
      client.on('error', () => undefined);
      await client.query(sessionSettings(mode));
    },
  });
  pool.on('error', () => undefined);
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
};

type Server = { readonly version: number; readonly encoding: string };

/** The reason why this PostgreSQL server cannot be used, or null. */
export const unfitness = ({ version, encoding }: Server): string | null => {
  if (version < OLDEST_VERSION)
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
    write.connection().execute(async (connection) => {
      await sql`select pg_advisory_lock(${sql.lit(GLOBAL_LOCK)})`.execute(connection);
      try {
        return await work();
      } finally {
        await sql`select pg_advisory_unlock(${sql.lit(GLOBAL_LOCK)})`.execute(connection);
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
