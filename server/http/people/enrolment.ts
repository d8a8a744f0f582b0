/**
 * Enrolment by a code, without a session.
 *
 *   POST /api/enrolment/look   whose code it is; uses nothing up
 *   POST /api/enrolment/take   uses it up, registers the key of the device and signs in
 */
import type { ErrorCode } from '#domain/base/errors.ts';
import { parseMessage } from '#domain/protocol/answer.ts';
import { lookRequestSchema, takeRequestSchema } from '#domain/protocol/enrolment.ts';
import { lookAtCode, takeCode } from '#server/auth/enrolment.ts';
import { mayTry, noteFailure, type Limit } from '#server/auth/tries.ts';
import { addressOf } from '#server/http/base/address.ts';
import { answer, refuse } from '#server/http/base/answer.ts';
import { readText } from '#server/http/base/body.ts';
import type { AppContext } from '#server/http/base/services.ts';

const MAX_BYTES = 4096;

/** An office behind one address types many codes, and most of them right. */
const CODE_LIMIT: Limit = { allowed: 60, window: 10 * 60_000 };
const guesses: readonly ErrorCode[] = ['codeUnknown', 'codeUsed', 'codeExpired'];

const limited = async <T extends { readonly ok: true } | { readonly ok: false; readonly error: ErrorCode }>(
  c: AppContext,
  work: () => Promise<T>,
): Promise<T | null> => {
  const { store, clock } = c.var.services;
  const name = `code ${addressOf(c)}`;
  if (!(await mayTry(store, name, CODE_LIMIT, clock()))) return null;
  const result = await work();
  if (!result.ok && guesses.includes(result.error)) await noteFailure(store, name, CODE_LIMIT, clock());
  return result;
};

export const lookAtEnrolment = async (c: AppContext) => {
  const { store, secret, clock } = c.var.services;
  const text = await readText(c, MAX_BYTES);
  if (!text.ok) return refuse(c, text.error);
  const request = parseMessage(lookRequestSchema, text.value);
  if (!request.ok) return refuse(c, request.error);
  const found = await limited(c, () => lookAtCode(store, secret, request.value.code, clock()));
  if (found === null) return refuse(c, 'busy', 429);
  return found.ok ? answer(c, found.value) : refuse(c, found.error);
};

export const takeEnrolment = async (c: AppContext) => {
  const { store, auth, secret, clock } = c.var.services;
  const text = await readText(c, MAX_BYTES);
  if (!text.ok) return refuse(c, text.error);
  const request = parseMessage(takeRequestSchema, text.value);
  if (!request.ok) return refuse(c, request.error);
  const taken = await limited(c, () => takeCode(store, auth, secret, request.value, clock()));
  if (taken === null) return refuse(c, 'busy', 429);
  if (!taken.ok) return refuse(c, taken.error);
  const { cookie, person, device } = taken.value;
  c.header('set-cookie', cookie, { append: true });
  return answer(c, { person, device, lost: null });
};
