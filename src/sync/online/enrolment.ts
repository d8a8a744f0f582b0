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
import {
  forgetPendingEnrolment,
  readPendingEnrolment,
  storePendingEnrolment,
  type PendingEnrolment,
} from '#storage/person/pending-enrolment.ts';
import type { SignedInRow } from '#storage/databases/shared-db.ts';
import { storeSignIn } from '#storage/person/sign-in.ts';
import { readAs } from '#sync/transport/call.ts';
import {
  callOf,
  labelOf,
  post,
  publicPart,
  signInError,
  type SessionDeps,
  type SignInError,
} from './session.ts';

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

/** An enrolment of this phone whose answer was lost, also by an earlier page; null if there is none. */
export type Unanswered = { readonly code: string; readonly look: Look; readonly entered: Enrolling };
export const unansweredEnrolment = async (): Promise<Unanswered | null> => {
  const pending = await readPendingEnrolment();
  return pending ? { code: pending.code, look: pending.look as Look, entered: pending.entered } : null;
};

/** The same device for every try of a code. A phone on which the person signed in before keeps its device and what is unsent. */
const pendingFor = async (
  { shared, newDeviceId }: Pick<SessionDeps, 'shared' | 'newDeviceId'>,
  code: string,
  look: Look,
  { username, name, phone }: Enrolling,
): Promise<PendingEnrolment> => {
  const before = await readPendingEnrolment();
  const known = look.person === null ? undefined : await shared.signedIn.get(look.person);
  const { device, key, publicKey } =
    before?.code === code ? before : (known ?? { device: newDeviceId(), ...(await makeDeviceKey()) });
  const entered = { ...(username && { username }), ...(name && { name }), ...(phone && { phone }) };
  return { code, device, key, publicKey, look, person: look.person, entered };
};

/** Uses the code up. The person becomes the current one on this phone. */
export const takeCode = async (
  deps: SessionDeps,
  typed: string,
  look: Look,
  enrolling: Enrolling,
): Promise<Result<SignedInRow, SignInError>> => {
  const { shared, transport, deviceLabel } = deps;
  const code = readCode(typed) ?? '';
  const pending = await pendingFor(deps, code, look, enrolling);
  const { device: id, key, publicKey } = pending;
  const proof = await signText(key, proofText(code, id));
  const device = { id, label: labelOf(deviceLabel), publicKey: publicPart(publicKey) };
  await storePendingEnrolment(pending);
  const answered = await callOf(transport).json(
    post('/api/enrolment/take', { code, device, proof, ...enrolling }),
    readAs(takeAnswerSchema),
  );
  if (!answered.ok) {
    // A refusal used nothing up for this key.
    if (answered.error.kind === 'refused' && answered.error.status < 500) await forgetPendingEnrolment();
    return err(signInError(answered.error));
  }
  const { person } = answered.value;
  const row = await storeSignIn(shared, {
    id: person.id,
    person,
    device: id,
    key,
    publicKey,
    clockOffset: null,
  });
  await forgetPendingEnrolment();
  return ok(row);
};
