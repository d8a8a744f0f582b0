/**
 * A device of a person without password opens a session by its key. A device whose session the office ended has none in its
 * row, and opens no other.
 */
import type { ErrorCode } from '#domain/base/errors.ts';
import { err, ok, type Result } from '#domain/base/result.ts';
import type { Millis } from '#domain/base/units.ts';
import type { Person } from '#domain/people/person.ts';
import { renewText, type RenewRequest } from '#domain/protocol/enrolment.ts';
import { isSigned } from '#server/ledger/check-event.ts';
import { personById } from '#server/ledger/authority.ts';
import type { Store } from '#server/store/store.ts';
import type { Auth } from './auth.ts';
import { deviceKey, joinSession } from './devices.ts';
import { hasPassword, openSessionOf } from './sign-ins.ts';

/** How far the clock of a device may be from that of the server. */
export const CLOCK_SLACK: Millis = 10 * 60_000;

/** Error: notSignedIn, whatever is wrong. */
export const renewSession = async (
  store: Store,
  auth: Auth,
  { person: id, device, at, proof }: RenewRequest,
  now: Millis,
): Promise<Result<{ readonly person: Person; readonly cookie: string }, ErrorCode>> => {
  const { read } = store;
  const key = await deviceKey(read, id, device);
  if (!key || Math.abs(at - now) > CLOCK_SLACK) return err('notSignedIn');
  if (!(await isSigned(key, { text: renewText(id, device, at), signature: proof })))
    return err('notSignedIn');
  const person = await personById(read, id);
  if (!person || person.retired || (await hasPassword(read, id))) return err('notSignedIn');
  const row = await read.selectFrom('devices').select('session').where('id', '=', device).executeTakeFirst();
  if (!row?.session) return err('notSignedIn');
  const { session, cookie } = await openSessionOf(auth, id);
  await joinSession(store, device, session);
  return ok({ person, cookie });
};
