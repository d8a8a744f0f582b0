import type { ErrorCode } from '#domain/base/errors.ts';
import { err, ok, type Result } from '#domain/base/result.ts';
import type { DeviceRequest } from '#domain/protocol/session.ts';
import type { Millis } from '#domain/base/units.ts';
import { importDeviceKey, type DeviceKey } from '#server/ledger/check-event.ts';
import type { Reading, Store } from '#server/store/store.ts';
import type { Person } from '#domain/people/person.ts';

/** The session somebody is signed in by. */
export type SessionOf = { readonly person: Person; readonly session: string };

/** Enrols a device for the person. The same id and key again is fine; another person's id or another key is not. */
export const enrolDevice = async (
  store: Store,
  { person: { id: person }, session }: SessionOf,
  { id, label, publicKey }: DeviceRequest,
  now: Millis,
): Promise<Result<string, ErrorCode>> => {
  const { kty, crv, x, y } = publicKey;
  const key = JSON.stringify({ kty, crv, x, y });
  try {
    await importDeviceKey(publicKey);
  } catch {
    return err('malformed');
  }
  await store.write
    .insertInto('devices')
    .values({ id, person, label, public_key: key, enrolled_at: now, last_seen_at: now, unsent: 0, session })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
  const stored = await store.write
    .selectFrom('devices')
    .select(['person', 'public_key'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  if (stored.person !== person) return err('otherPerson');
  if (stored.public_key !== key) return err('idReused');
  await store.write.updateTable('devices').set({ session }).where('id', '=', id).execute();
  return ok(id);
};

/** How near the time of an unchanged count has to be. */
const TOLD_AGAIN: Millis = 60 * 60_000;

/** The device says how many events it holds unsent: all that is known of them if it is lost. */
export const noteUnsent = async (store: Store, id: string, unsent: number, now: Millis): Promise<void> => {
  const known = await store.read
    .selectFrom('devices')
    .select(['unsent', 'last_seen_at'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  const isOld = unsent > 0 && known.last_seen_at + TOLD_AGAIN <= now;
  if (known.unsent === unsent && !isOld) return;
  await store.write.updateTable('devices').set({ unsent, last_seen_at: now }).where('id', '=', id).execute();
};

/** Under a new sign-in of the same browser: the cookie it had is the proof. */
export const followSession = async (store: Store, before: string, session: string): Promise<void> => {
  await store.write.updateTable('devices').set({ session }).where('session', '=', before).execute();
};

const KEPT_KEYS = 10_000;
const keysByJwk = new Map<string, DeviceKey>();

/** The text says all there is to know of a key, so one that is kept cannot grow old. */
const keyOf = async (jwk: string): Promise<DeviceKey> => {
  const kept = keysByJwk.get(jwk);
  if (kept) return kept;
  const key = await importDeviceKey(JSON.parse(jwk));
  if (keysByJwk.size >= KEPT_KEYS) keysByJwk.delete(keysByJwk.keys().next().value!);
  keysByJwk.set(jwk, key);
  return key;
};

/** The key of a device enrolled for this person; null when there is none. */
export const deviceKey = async (db: Reading, person: string, device: string): Promise<DeviceKey | null> => {
  const row = await db
    .selectFrom('devices')
    .select('public_key')
    .where('id', '=', device)
    .where('person', '=', person)
    .executeTakeFirst();
  return row ? keyOf(row.public_key) : null;
};
