/**
 * Enrolment by a code, without a session.
 *
 *   POST /api/enrolment/look   whose code it is; uses nothing up
 *   POST /api/enrolment/take   uses it up, registers the key of the device and signs in
 *   POST /api/session/renew    signs in by the key of the device, for a person without password
 */
import type { ErrorCode } from '#domain/base/errors.ts';
import type { Result } from '#domain/base/result.ts';
import { parseMessage } from '#domain/protocol/answer.ts';
import { lookRequestSchema, renewRequestSchema, takeRequestSchema } from '#domain/protocol/enrolment.ts';
import { lookAtCode, takeCode } from '#server/auth/enrolment.ts';
import { renewSession } from '#server/auth/renewal.ts';
import { withinLimits } from '#server/auth/tries.ts';
import { addressOf } from '#server/http/base/address.ts';
import { answer, refuse } from '#server/http/base/answer.ts';
import { readText } from '#server/http/base/body.ts';
import type { AppContext } from '#server/http/base/services.ts';

const MAX_BYTES = 4096;

/** An office behind one address types many codes, and most of them right. */
const CODE_LIMIT = { allowed: 60, window: 10 * 60_000 };
const guesses: readonly ErrorCode[] = [
  'codeUnknown',
  'codeUsed',
  'codeExpired',
  'phoneTaken',
  'userNameTaken',
];

/** Null: too many wrong tries from this address. */
const limited = <T>(c: AppContext, work: () => Promise<Result<T, ErrorCode>>) => {
  const { store, clock } = c.var.services;
  const limit = { ...CODE_LIMIT, name: `code at ${addressOf(c)}` };
  return withinLimits(store, [limit], clock(), work, (it) => !it.ok && guesses.includes(it.error));
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

export const renew = async (c: AppContext) => {
  const { store, auth, clock } = c.var.services;
  const text = await readText(c, MAX_BYTES);
  if (!text.ok) return refuse(c, text.error);
  const request = parseMessage(renewRequestSchema, text.value);
  if (!request.ok) return refuse(c, request.error);
  const renewed = await renewSession(store, auth, request.value, clock());
  if (!renewed.ok) return refuse(c, renewed.error);
  c.header('set-cookie', renewed.value.cookie, { append: true });
  return answer(c, { person: renewed.value.person });
};
