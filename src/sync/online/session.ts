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
import { createCall, readAs, type Call, type CallFailure, type CallRequest } from '#sync/transport/call.ts';
import type { LinkError, Transport } from '#sync/transport/transport.ts';
import type { Person } from '#domain/people/person.ts';

export type SessionDeps = {
  readonly shared: SharedDb;
  readonly transport: Transport;
  readonly newDeviceId: () => string;
  /** What the admin sees in the list of devices, such as the browser's name. */
  readonly deviceLabel: string;
};

export type SignInError = 'wrongCredentials' | 'tooManyTries' | LinkError | ErrorCode;

/** Who may read the server's terminal, and becomes its first admin. */
export type FirstAdmin = {
  readonly code: string;
  readonly name: string;
  readonly username: string;
  readonly password: string;
  readonly region: string;
};

const never = new AbortController().signal;

const callOf = (transport: Transport): Call =>
  createCall({ transport, identity: null, now: Date.now, signal: never });

const post = (path: string, body: object): CallRequest => ({
  method: 'POST',
  path,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

const publicPart = ({ x = '', y = '' }: JsonWebKey): DeviceRequest['publicKey'] => ({
  kty: 'EC',
  crv: 'P-256',
  x,
  y,
});

const signInError = (failure: CallFailure): SignInError => {
  if (failure.kind === 'signedOut') return 'wrongCredentials';
  return failure.kind === 'refused' && failure.status === 429 ? 'tooManyTries' : failure.error;
};

/** A sign-out on its way: its answer takes the cookie away, and would take the next one's. */
let leaving: Promise<unknown> = Promise.resolve();

/**
 * Signs in with the server, then enrols this device with the key it makes at the first sign-in of a person and keeps.
 * Only when all of it worked is the person the current one on this phone.
 */
export const signIn = async (
  deps: SessionDeps,
  username: string,
  password: string,
): Promise<Result<SignedInRow, SignInError>> => {
  await leaving;
  const request = post('/api/auth/sign-in/username', { username, password });
  const signedIn = await callOf(deps.transport).json(request, readAs(sessionAnswerSchema));
  return signedIn.ok ? enrol(deps) : err(signInError(signedIn.error));
};

/** For whoever the cookie names. */
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
    label: deviceLabel.slice(0, 120),
    publicKey: publicPart(row.publicKey),
  };
  const enrolled = await call.json(post('/api/devices', device), readAs(deviceAnswerSchema));
  if (!enrolled.ok) return err(enrolled.error.error);
  const { lost } = enrolled.value;
  return ok(await storeSignIn(shared, lost === null ? row : { ...row, lost }));
};

/**
 * For a phone on which nobody is signed in. Where it remembers nobody at all while its cookie still names someone, the
 * system cleared its storage: they come back with a new device, and are told what was lost with the old one. Gives
 * whether the server still asks for its first admin.
 */
export const arrive = async (deps: SessionDeps): Promise<boolean> => {
  const isCleared = (await signedInPeople(deps.shared)).length === 0;
  if (isCleared && (await enrol(deps)).ok) return false;
  const welcome = await askWelcome(deps.transport);
  return welcome.ok && welcome.value;
};

/** Does this server still ask for its first admin? */
export const askWelcome = async (transport: Transport): Promise<Result<boolean, SignInError>> => {
  const answered = await callOf(transport).json(
    { method: 'GET', path: '/api/welcome' },
    readAs(welcomeAnswerSchema),
  );
  return answered.ok ? ok(answered.value.needsAdmin) : err(answered.error.error);
};

/** Error `notPermitted`: not the code the server printed. Signing in comes after. */
export const createFirstAdmin = async (
  transport: Transport,
  admin: FirstAdmin,
): Promise<Result<Person, SignInError>> => {
  const answered = await callOf(transport).json(post('/api/first-admin', admin), readAs(sessionAnswerSchema));
  return answered.ok ? ok(answered.value.person) : err(answered.error.error);
};

/** Learns of a changed role or scope. Another person's session changes nothing here. */
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

/** Ends the session where the server can be reached, and names nobody as signed in. Nothing unsent is deleted. */
export const signOut = ({ shared, transport }: Pick<SessionDeps, 'shared' | 'transport'>): Promise<void> => {
  const ask = () => transport({ ...post('/api/auth/sign-out', {}), timeoutMillis: 5_000 });
  const signedOut = forgetCurrent(shared).then(ask);
  leaving = signedOut.catch(() => {});
  return signedOut.then(() => {});
};
