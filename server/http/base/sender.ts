/** Authenticates a request: the person by the session cookie; for sync requests also the device by its header. */
import type { ErrorCode } from '#domain/base/errors.ts';
import { err, ok, type Result } from '#domain/base/result.ts';
import { DEVICE_HEADER, PERSON_HEADER } from '#domain/protocol/version.ts';
import { deviceKey, type SessionOf } from '#server/auth/devices.ts';
import { sessionOfCookie } from '#server/auth/session-of-cookie.ts';
import type { DeviceKey } from '#server/ledger/check-event.ts';
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

/** Errors: notSignedIn; otherPerson if the cookie belongs to another person than the header names; unknownDevice. */
export const readSender = async (c: AppContext): Promise<Result<Sender, ErrorCode>> => {
  const person = await readPerson(c);
  if (!person.ok) return person;
  if (c.req.header(PERSON_HEADER) !== person.value.id) return err('otherPerson');
  const device = c.req.header(DEVICE_HEADER) ?? '';
  const key = await deviceKey(c.var.services.store.read, person.value.id, device);
  return key ? ok({ person: person.value, device, key }) : err('unknownDevice');
};
