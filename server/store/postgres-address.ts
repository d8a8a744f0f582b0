/** A PostgreSQL address in words: where it leads and why it does not, never its password. */
import { Client } from 'pg';
import { StartError } from './start-error.ts';

export const isPostgresAddress = (address: string): boolean => /^postgres(ql)?:\/\//i.test(address);

const FORM = 'postgres://user:password@host:5432/database';

/** Throws a StartError. It quotes nothing: in a malformed address a password may stand anywhere. */
export const checkPostgresAddress = (address: string): string => {
  const url = isPostgresAddress(address) && URL.canParse(address) ? new URL(address) : null;
  const isWhole = url && url.pathname.length > 1 && url.hash === '' && !/@/.test(url.pathname + url.search);
  if (isWhole) return address;
  throw new StartError(
    `DATABASE_URL must look like ${FORM}, with signs like @ : / ? # in the password written as %40 and so on.`,
  );
};

/** "patrol on db.example.org:5432". */
export const nameOfDatabase = (address: string): string => {
  const { database, host, port } = new Client({ connectionString: address });
  return `${database} on ${host.startsWith('/') ? host : `${host}:${port}`}`;
};

const reasons: Record<string, string> = {
  ECONNREFUSED: 'nothing answers there',
  ENOENT: 'nothing answers there',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the name of the host cannot be looked up',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the host cannot be reached',
  ETIMEDOUT: 'the host does not answer',
  '28P01': 'it does not accept this user with this password',
  '28000': 'it does not let this user in from here (see its pg_hba.conf)',
  '3D000': 'there is no database of this name; make it with createdb',
  '42501': 'this user may not make tables there; the database should belong to them',
  '25006': 'it is read-only, a standby perhaps',
  '53100': 'its disk is full',
  '53300': 'it has no free connection',
  '57P03': 'it is starting or stopping; try again in a moment',
};

const reasonOf = (error: Error & { code?: string }): string => {
  const known = reasons[error.code ?? ''];
  if (known) return known;
  if (/timeout/i.test(error.message)) return 'the host does not answer';
  if (/client password/.test(error.message)) return 'it asks for a password';
  if (error.message.startsWith('Connection terminated'))
    return 'what answers there is no PostgreSQL, or hung up';
  return error.message;
};

export const cannotUse = (address: string, error: unknown): StartError =>
  error instanceof StartError
    ? error
    : new StartError(
        `Cannot use the PostgreSQL database ${nameOfDatabase(address)}: ${reasonOf(error as Error)}.`,
      );
