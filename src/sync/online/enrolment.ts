/** Enrolment of this device by a code. */
import { err, ok, type Result } from '#domain/base/result.ts';
import {
  lookAnswerSchema,
  proofText,
  readCode,
  takeAnswerSchema,
  type Look,
  type TakeRequest,
} from '#domain/protocol/enrolment.ts';
import { makeDeviceKey, signText } from '#storage/person/device-key.ts';
import type { SignedInRow } from '#storage/databases/shared-db.ts';
import { storeSignIn } from '#storage/person/sign-in.ts';
import { readAs } from '#sync/transport/call.ts';
import { callOf, post, publicPart, signInError, type SessionDeps, type SignInError } from './session.ts';

/** Whose code it is. Uses nothing up. */
export const lookAtCode = async (
  { transport }: Pick<SessionDeps, 'transport'>,
  code: string,
): Promise<Result<Look, SignInError>> => {
  const answered = await callOf(transport).json(
    post('/api/enrolment/look', { code }),
    readAs(lookAnswerSchema),
  );
  return answered.ok ? answered : err(signInError(answered.error));
};

export type Enrolling = Pick<TakeRequest, 'username' | 'password' | 'name' | 'phone'>;

/** The device of one attempt: a repeat after a lost answer must use the same one. */
export type NewDevice = Pick<SignedInRow, 'key' | 'publicKey' | 'device'>;

/** A phone on which the person signed in before keeps its device, and with it what is unsent. */
export const deviceFor = async (
  { shared, newDeviceId }: Pick<SessionDeps, 'shared' | 'newDeviceId'>,
  person: Look['person'],
): Promise<NewDevice> => {
  const known = person === null ? undefined : await shared.signedIn.get(person);
  return known ?? { device: newDeviceId(), ...(await makeDeviceKey()) };
};

/** Uses the code up. The person becomes the current one on this phone. */
export const takeCode = async (
  { shared, transport, deviceLabel }: SessionDeps,
  code: string,
  { device: id, key, publicKey }: NewDevice,
  enrolling: Enrolling,
): Promise<Result<SignedInRow, SignInError>> => {
  const proof = await signText(key, proofText(readCode(code) ?? '', id));
  const device = { id, label: deviceLabel.slice(0, 120), publicKey: publicPart(publicKey) };
  const answered = await callOf(transport).json(
    post('/api/enrolment/take', { code, device, proof, ...enrolling }),
    readAs(takeAnswerSchema),
  );
  if (!answered.ok) return err(signInError(answered.error));
  const { person } = answered.value;
  return ok(
    await storeSignIn(shared, { id: person.id, person, device: id, key, publicKey, clockOffset: null }),
  );
};
