/**
 * A person without password signs in by the key of the device. When the server says that the session is gone, the transport
 * opens another and sends the request again, so that nobody else notices ([N3f]). For the page and the service worker.
 */
import type { Millis } from '#domain/base/units.ts';
import { parseMessage, refusalSchema } from '#domain/protocol/answer.ts';
import { renewText } from '#domain/protocol/enrolment.ts';
import { needsPassword } from '#domain/people/enrolling.ts';
import { signText } from '#storage/person/device-key.ts';
import type { SignedInRow } from '#storage/databases/shared-db.ts';
import { withVersion } from './call.ts';
import { answerText, stallTime, type Transport, type TransportAnswer } from './transport.ts';

/** The server's time of a refusal that a new session may lift; null for every other answer. */
const sessionGoneAt = (answer: TransportAnswer): Millis | null => {
  if (answer.status !== 401) return null;
  const refusal = parseMessage(refusalSchema, answerText(answer));
  if (!refusal.ok || refusal.value.error !== 'notSignedIn' || refusal.value.retired) return null;
  return refusal.value.serverTime;
};

export const withRenewal = (
  transport: Transport,
  { id: person, device, key, person: { role } }: Pick<SignedInRow, 'id' | 'device' | 'key' | 'person'>,
): Transport => {
  if (needsPassword(role)) return transport;
  const renew = async (at: Millis): Promise<boolean> => {
    const proof = await signText(key, renewText(person, device, at));
    const answered = await transport(
      withVersion({
        method: 'POST',
        path: '/api/session/renew',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ person, device, at, proof }),
        timeoutMillis: stallTime(0),
      }),
    );
    return answered.ok && answered.value.status === 200;
  };
  /** Requests that fail together wait for one new session. */
  let renewing: Promise<boolean> | null = null;
  const request: Transport = async (it) => {
    const answered = await transport(it);
    const at = answered.ok ? sessionGoneAt(answered.value) : null;
    if (at === null) return answered;
    renewing ??= renew(at).finally(() => {
      renewing = null;
    });
    return (await renewing) ? transport(it) : answered;
  };
  return Object.assign(request, { reportsProgress: transport.reportsProgress !== false });
};
