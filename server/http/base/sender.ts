/** Authenticates a request: the person by the session cookie; for sync requests also the device by its header. */
import { createHash } from 'node:crypto';
import type { ErrorCode } from '#domain/base/errors.ts';
import { err, ok, type Result } from '#domain/base/result.ts';
import type { Millis } from '#domain/base/units.ts';
import { readProof, RETIRED_PUSHES_FOR, retiredPushText } from '#domain/protocol/retired.ts';
import { DEVICE_HEADER, PERSON_HEADER, PROOF_HEADER } from '#domain/protocol/version.ts';
import { deviceKey, type SessionOf } from '#server/auth/devices.ts';
import { sessionOfCookie } from '#server/auth/session-of-cookie.ts';
import { CLOCK_SLACK } from '#server/auth/renewal.ts';
import { personById, retiredSince } from '#server/ledger/authority.ts';
import { isSigned, type DeviceKey } from '#server/ledger/check-event.ts';
import { refuse } from './answer.ts';
import type { AppContext } from './services.ts';
import type { Person } from '#domain/people/person.ts';

/** The session of the cookie and its person. Error: notSignedIn. */
export const readSession = async (c: AppContext): Promise<Result<SessionOf, ErrorCode>> => {
  const { auth, store } = c.var.services;
  const cookie = c.req.header('cookie');
  if (!cookie) return err('notSignedIn');
  const session = await sessionOfCookie(store.read, auth, cookie);
  return session ? ok(session) : err('notSignedIn');
};

/** The person of the session cookie. Error: notSignedIn. */
export const readPerson = async (c: AppContext): Promise<Result<Person, ErrorCode>> => {
  const found = await readSession(c);
  return found.ok ? ok(found.value.person) : found;
};

export type Sender = { readonly person: Person; readonly device: string; readonly key: DeviceKey };

/** The person and device that the headers name, if the office retired the person; else null. Proves nothing. */
const namedRetired = async (c: AppContext): Promise<(Sender & { readonly retiredAt: Millis }) | null> => {
  const { read } = c.var.services.store;
  const [id, device] = [c.req.header(PERSON_HEADER) ?? '', c.req.header(DEVICE_HEADER) ?? ''];
  const retiredAt = id === '' ? null : await retiredSince(read, id);
  if (retiredAt === null) return null;
  const [person, key] = [await personById(read, id), await deviceKey(read, id, device)];
  return person && key ? { person, device, key, retiredAt } : null;
};

/** What a refusal says besides `notSignedIn` to the device of a retired person. */
export const refuseSender = async (c: AppContext, error: ErrorCode) =>
  error === 'notSignedIn' && (await namedRetired(c))
    ? refuse(c, error, undefined, { retired: true })
    : refuse(c, error);

/**
 * The device of a retired person, by a proof over the body instead of a session. Error: notSignedIn, also after the time in
 * which such a device may push.
 */
export const readRetiredSender = async (c: AppContext, body: Buffer): Promise<Result<Sender, ErrorCode>> => {
  const now = c.var.services.clock();
  const proof = readProof(c.req.header(PROOF_HEADER) ?? '');
  const sender = proof && (await namedRetired(c));
  if (!sender || Math.abs(proof.at - now) > CLOCK_SLACK || sender.retiredAt + RETIRED_PUSHES_FOR <= now)
    return err('notSignedIn');
  const sha256 = createHash('sha256').update(body).digest('hex');
  const text = retiredPushText(sender.person.id, sender.device, proof.at, sha256);
  return (await isSigned(sender.key, { text, signature: proof.signature })) ? ok(sender) : err('notSignedIn');
};

/** Errors: notSignedIn; otherPerson if the cookie belongs to another person than the header names; unknownDevice. */
export const readSender = async (c: AppContext): Promise<Result<Sender, ErrorCode>> => {
  const person = await readPerson(c);
  if (!person.ok) return person;
  if (c.req.header(PERSON_HEADER) !== person.value.id) return err('otherPerson');
  const device = c.req.header(DEVICE_HEADER) ?? '';
  const key = await deviceKey(c.var.services.store.read, person.value.id, device);
  return key ? ok({ person: person.value, device, key }) : err('unknownDevice');
};
