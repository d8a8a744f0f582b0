/** Texts about a PostgreSQL address: its host and database, and why it cannot be used. Never its password. */
import { Client } from 'pg';
import { StartError } from './start-error.ts';

export const isPostgresAddress = (address: string): boolean => /^postgres(ql)?:\/\//i.test(address);

const FORM = 'postgres://user:password@host:5432/database';

/** Throws a StartError, which quotes nothing: in a malformed address the password may be anywhere. */
export const checkPostgresAddress = (address: string): string => {
  const url = isPostgresAddress(address) && URL.canParse(address) ? new URL(address) : null;
  const isWhole = url && url.pathname.length > 1 && url.hash === '' && !/@/.test(url.pathname + url.search);
  if (isWhole) return address;
  throw new StartError(
    `DATABASE_URL must look like ${FORM}, with characters like @ : / ? # in the password percent-encoded (@ is %40).`,
  );
};

/** "patrol on db.example.org:5432". */
export const nameOfDatabase = (address: string): string => {
  const { database, host, port } = new Client({ connectionString: address });
  return `${database} on ${host.startsWith('/') ? host : `${host}:${port}`}`;
};

const reasons: Record<string, string> = {
  ECONNREFUSED: 'no server listens there',
  ENOENT: 'no server listens there',
  ENOTFOUND: 'the host does not exist',
  EAI_AGAIN: 'the name of the host cannot be resolved',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the host cannot be reached',
  ETIMEDOUT: 'the host does not answer',
  '28P01': 'it does not accept this user with this password',
  '28000': 'it does not accept this user from this computer (see its pg_hba.conf)',
  '3D000': 'there is no database of this name; create it with createdb',
  '42501': 'this user may not create tables there; make this user the owner of the database',
  '25006': 'it is read-only, perhaps a standby',
  '53100': 'its disk is full',
  '53300': 'it has no free connection',
  '57P03': 'it is starting or stopping; try again later',
};

const reasonOf = (error: Error & { code?: string }): string => {
  const known = reasons[error.code ?? ''];
  if (known) return known;
  if (/timeout/i.test(error.message)) return 'the host does not answer';
  if (/client password/.test(error.message)) return 'it requires a password';
  if (error.message.startsWith('Connection terminated'))
    return 'the program that answers is not PostgreSQL, or closed the connection';
  return error.message;
};

export const cannotUse = (address: string, error: unknown): StartError =>
  error instanceof StartError
    ? error
    : new StartError(
        `Cannot use the PostgreSQL database ${nameOfDatabase(address)}: ${reasonOf(error as Error)}.`,
      );
