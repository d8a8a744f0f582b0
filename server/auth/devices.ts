import type { ErrorCode } from '#domain/base/errors.ts';
import { err, ok, type Result } from '#domain/base/result.ts';
import type { DeviceRequest } from '#domain/protocol/session.ts';
import type { Millis } from '#domain/base/units.ts';
import { importDeviceKey, type DeviceKey } from '#server/ledger/check-event.ts';
import type { Reading, Store } from '#server/store/store.ts';
import type { Person } from '#domain/people/person.ts';

/** A session and the person who is signed in by it. */
export type SessionOf = { readonly person: Person; readonly session: string };

/**
 * Enrols a device for the person. Repeating it with the same id and key changes nothing. Errors: malformed; otherPerson
 * if the device belongs to another person; idReused if it has another key.
 */
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
    .values({
      id,
      person,
      label,
      public_key: key,
      enrolled_at: now,
      last_seen_at: now,
      unsent: 0,
      session,
      app: null,
      oldest_unsent: null,
    })
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

/** An unchanged count is written again after this time, so that `last_seen_at` stays accurate to an hour. */
const REFRESH_AFTER: Millis = 60 * 60_000;

/** Stores how many unsent events the device has. If the phone loses its storage, this count is the only record ([D7]). */
export const noteUnsent = async (store: Store, id: string, unsent: number, now: Millis): Promise<void> => {
  const stored = await store.read
    .selectFrom('devices')
    .select(['unsent', 'last_seen_at'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  const isOld = unsent > 0 && stored.last_seen_at + REFRESH_AFTER <= now;
  if (stored.unsent === unsent && !isOld) return;
  await store.write.updateTable('devices').set({ unsent, last_seen_at: now }).where('id', '=', id).execute();
};

/** Moves the devices of a browser to its new session after a new sign-in. Its old cookie proves the session before. */
export const followSession = async (store: Store, before: string, session: string): Promise<void> => {
  await store.write.updateTable('devices').set({ session }).where('session', '=', before).execute();
};

const MAX_CACHED_KEYS = 10_000;
const keysByJwk = new Map<string, DeviceKey>();

/** Caches by JWK text. The same JWK is always the same key, so an entry never expires. */
const keyOf = async (jwk: string): Promise<DeviceKey> => {
  const cached = keysByJwk.get(jwk);
  if (cached) return cached;
  const key = await importDeviceKey(JSON.parse(jwk));
  if (keysByJwk.size >= MAX_CACHED_KEYS) keysByJwk.delete(keysByJwk.keys().next().value!);
  keysByJwk.set(jwk, key);
  return key;
};

/** The key of a device that is enrolled for this person, or null. */
export const deviceKey = async (db: Reading, person: string, device: string): Promise<DeviceKey | null> => {
  const row = await db
    .selectFrom('devices')
    .select('public_key')
    .where('id', '=', device)
    .where('person', '=', person)
    .executeTakeFirst();
  return row ? keyOf(row.public_key) : null;
};
