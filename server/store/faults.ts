/** Maps errors of both databases and of the file system to their meaning. */
import type { ErrorCode } from '#domain/base/errors.ts';

const SQLITE_FULL = 13;
const fullDisk = ['ENOSPC', 'EDQUOT', '53100'];

/** SQLSTATE classes and network codes of temporary faults: the same request may succeed later. */
const temporary =
  /^(08|53|57P|40001|40P01|55P03|25006|25P03|ECONN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)/;
/** Messages of the driver about connections; these errors have no code. */
const lostConnection =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/;
/** Text that PostgreSQL cannot store: U+0000. */
const unstorableText = ['22021', '22P05'];

const codesOf = (error: unknown): { readonly code: string; readonly errcode: number | null } => {
  const { code, errcode } = (error ?? {}) as { code?: unknown; errcode?: unknown };
  return {
    code: typeof code === 'string' ? code : '',
    errcode: typeof errcode === 'number' ? errcode : null,
  };
};

/** True if the database or the file system has no space left. */
export const isOutOfSpace = (error: unknown): boolean => {
  const { code, errcode } = codesOf(error);
  return fullDisk.includes(code) || (errcode !== null && (errcode & 0xff) === SQLITE_FULL);
};

/** True if the database cannot be reached or ended the query. The request itself is not the cause. */
export const isDatabaseAway = (error: unknown): boolean =>
  error instanceof Error &&
  !isOutOfSpace(error) &&
  (temporary.test(codesOf(error).code) || lostConnection.test(error.message));

/** The error code with which a request that failed like this is answered. */
export const faultOf = (error: unknown): ErrorCode => {
  if (isOutOfSpace(error)) return 'storageFull';
  if (isDatabaseAway(error)) return 'busy';
  return unstorableText.includes(codesOf(error).code) ? 'malformed' : 'internal';
};
