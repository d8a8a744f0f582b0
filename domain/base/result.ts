/** Expected failures are values. Throw only for bugs and at start-up. */
export type Result<T, E = ErrorCode> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: E };

import type { ErrorCode } from './errors.ts';

export const ok = <T>(value: T): Result<T, never> => ({ ok: true, value });
export const err = <E>(error: E): Result<never, E> => ({ ok: false, error });
