/** What a failed query or write means, whichever database or file system reports it. */
import type { ErrorCode } from '#domain/base/errors.ts';

const SQLITE_FULL = 13;
const fullDisk = ['ENOSPC', 'EDQUOT', '53100'];

/** Classes of SQLSTATE and codes of the network that pass: the same request may succeed a moment later. */
const passing =
  /^(08|53|57P|40001|40P01|55P03|25006|25P03|ECONN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)/;
/** What the driver says of a connection without giving a code. */
const lostConnection =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/;
/** Text that PostgreSQL cannot hold: U+0000. */
const unstorableText = ['22021', '22P05'];

const codesOf = (error: unknown): { readonly code: string; readonly errcode: number | null } => {
  const { code, errcode } = (error ?? {}) as { code?: unknown; errcode?: unknown };
  return {
    code: typeof code === 'string' ? code : '',
    errcode: typeof errcode === 'number' ? errcode : null,
  };
};

/** True for the errors that mean "no space left", from the database or the file system. */
export const isOutOfSpace = (error: unknown): boolean => {
  const { code, errcode } = codesOf(error);
  return fullDisk.includes(code) || (errcode !== null && (errcode & 0xff) === SQLITE_FULL);
};

/** True while the database cannot be reached, or gave this one up: it is not the request's fault. */
export const isDatabaseAway = (error: unknown): boolean =>
  error instanceof Error &&
  !isOutOfSpace(error) &&
  (passing.test(codesOf(error).code) || lostConnection.test(error.message));

/** How a request that failed so is answered. */
export const faultOf = (error: unknown): ErrorCode => {
  if (isOutOfSpace(error)) return 'storageFull';
  if (isDatabaseAway(error)) return 'busy';
  return unstorableText.includes(codesOf(error).code) ? 'malformed' : 'internal';
};
