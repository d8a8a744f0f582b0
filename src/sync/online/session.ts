import type { ErrorCode } from '#domain/base/errors.ts';
import { err, ok, type Result } from '#domain/base/result.ts';
import {
  deviceAnswerSchema,
  sessionAnswerSchema,
  welcomeAnswerSchema,
  type DeviceRequest,
} from '#domain/protocol/session.ts';
import type { SharedDb, SignedInRow } from '#storage/databases/shared-db.ts';
import {
  forgetCurrent,
  signedInPeople,
  signedInRowFor,
  storePerson,
  storeSignIn,
} from '#storage/person/sign-in.ts';
import {
  withVersion,
  createCall,
  readAs,
  type Call,
  type CallFailure,
  type CallRequest,
} from '#sync/transport/call.ts';
import type { LinkError, Transport } from '#sync/transport/transport.ts';
import type { Person } from '#domain/people/person.ts';

export type SessionDeps = {
  readonly shared: SharedDb;
  readonly transport: Transport;
  readonly newDeviceId: () => string;
  /** Shown to the admin in the list of devices, such as the browser's name. */
  readonly deviceLabel: string;
};

/** The page has another address than the server expects: `expected`. */
export type WrongAddress = { readonly expected: string };

export type SignInError = 'wrongCredentials' | 'tooManyTries' | WrongAddress | LinkError | ErrorCode;

/** The form of the first admin. `code` is the one that the server printed in its terminal. */
export type FirstAdmin = {
  readonly code: string;
  readonly name: string;
  readonly username: string;
  readonly password: string;
  readonly region: string;
};

const neverAborted = new AbortController().signal;

export const callOf = (transport: Transport): Call =>
  createCall({ transport, identity: null, now: Date.now, signal: neverAborted });

export const post = (path: string, body: object): CallRequest => ({
  method: 'POST',
  path,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

export const publicPart = ({ x = '', y = '' }: JsonWebKey): DeviceRequest['publicKey'] => ({
  kty: 'EC',
  crv: 'P-256',
  x,
  y,
});

/** A user agent within the limit of a label: the browser is named at its end, behind a part that all share. */
export const labelOf = (userAgent: string): string =>
  userAgent.replace(/ AppleWebKit\/[\d.]+ \(KHTML, like Gecko\)/, '').slice(0, 120);

export const signInError = (failure: CallFailure): SignInError => {
  if (failure.kind === 'signedOut') return 'wrongCredentials';
  if (failure.kind === 'link') return failure.error;
  if (failure.expected !== undefined) return { expected: failure.expected };
  return failure.status === 429 ? 'tooManyTries' : failure.error;
};

/** The last sign-out request. Its answer deletes the cookie, so a sign-in must not start before it. */
let lastSignOut: Promise<unknown> = Promise.resolve();

/**
 * Signs in on the server, then enrols this device. The device key is made at the first sign-in of a person and kept.
 * The person becomes the current one on this phone only when every step worked.
 */
export const signIn = async (
  deps: SessionDeps,
  username: string,
  password: string,
): Promise<Result<SignedInRow, SignInError>> => {
  await lastSignOut;
  const request = post('/api/auth/sign-in/username', { username, password });
  const signedIn = await callOf(deps.transport).json(request, readAs(sessionAnswerSchema));
  return signedIn.ok ? enrol(deps) : err(signInError(signedIn.error));
};

/** Enrols this device for the person of the session cookie. */
export const enrol = async ({
  shared,
  transport,
  newDeviceId,
  deviceLabel,
}: SessionDeps): Promise<Result<SignedInRow, SignInError>> => {
  const call = callOf(transport);
  const session = await call.json({ method: 'GET', path: '/api/session' }, readAs(sessionAnswerSchema));
  if (!session.ok) return err(session.error.error);
  const row = await signedInRowFor(shared, session.value.person, newDeviceId);
  const device: DeviceRequest = {
    id: row.device,
    label: labelOf(deviceLabel),
    publicKey: publicPart(row.publicKey),
  };
  const enrolled = await call.json(post('/api/devices', device), readAs(deviceAnswerSchema));
  if (!enrolled.ok) return err(enrolled.error.error);
  const { lost } = enrolled.value;
  return ok(await storeSignIn(shared, lost === null ? row : { ...row, lost }));
};

/**
 * For a phone on which no person is signed in. When the phone has no signed-in people but its cookie has a session, the
 * system cleared its storage: the person is signed in with a new device and sees what was lost with the old one.
 * Returns whether the server still waits for its first admin.
 */
export const arrive = async (deps: SessionDeps): Promise<boolean> => {
  const welcome = await callOf(deps.transport).json(
    { method: 'GET', path: '/api/welcome' },
    readAs(welcomeAnswerSchema),
  );
  if (!welcome.ok) return false;
  // A server before protocol 6 does not say it.
  const { needsAdmin, signedIn = true } = welcome.value;
  if (signedIn && (await signedInPeople(deps.shared)).length === 0) await enrol(deps);
  return needsAdmin;
};

/**
 * Error `notPermitted`: the code is not the one that the server printed; a `WrongAddress`. The new admin is not signed in by this call.
 */
export const createFirstAdmin = async (
  transport: Transport,
  admin: FirstAdmin,
): Promise<Result<Person, SignInError>> => {
  const answered = await callOf(transport).json(post('/api/first-admin', admin), readAs(sessionAnswerSchema));
  return answered.ok ? ok(answered.value.person) : err(signInError(answered.error));
};

/** Reads a changed role or scope. The session of another person changes nothing here. */
export const refreshPerson = async (
  { shared, transport }: Pick<SessionDeps, 'shared' | 'transport'>,
  me: Pick<SignedInRow, 'id'>,
): Promise<void> => {
  const session = await callOf(transport).json(
    { method: 'GET', path: '/api/session' },
    readAs(sessionAnswerSchema),
  );
  if (session.ok && session.value.person.id === me.id) await storePerson(shared, session.value.person);
};

/**
 * Ends the session where the server can be reached. After it no person is the current one. Nothing unsent is deleted.
 */
export const signOut = ({ shared, transport }: Pick<SessionDeps, 'shared' | 'transport'>): Promise<void> => {
  const ask = () => transport(withVersion({ ...post('/api/auth/sign-out', {}), timeoutMillis: 5_000 }));
  const signedOut = forgetCurrent(shared).then(ask);
  lastSignOut = signedOut.catch(() => {});
  return signedOut.then(() => {});
};
