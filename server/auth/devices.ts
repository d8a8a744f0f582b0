import type { ErrorCode } from '#domain/base/errors.ts';
import { err, ok, type Result } from '#domain/base/result.ts';
import type { DeviceRequest } from '#domain/protocol/session.ts';
import type { Millis } from '#domain/base/units.ts';
import { importDeviceKey, type DeviceKey } from '#server/ledger/check-event.ts';
import type { Reading, Store } from '#server/store/store.ts';
import type { Person } from '#domain/people/person.ts';

/** A session and the person who is signed in by it. */
export type SessionOf = { readonly person: Person; readonly session: string };

const keyText = ({ kty, crv, x, y }: DeviceRequest['publicKey']): string =>
  JSON.stringify({ kty, crv, x, y });

/**
 * Registers the key of a device for the person. Repeating it with the same id and key changes nothing. Errors: otherPerson if
 * the device belongs to another person; idReused if it has another key.
 */
export const registerDevice = async (
  tx: Reading,
  person: string,
  { id, label, publicKey }: DeviceRequest,
  now: Millis,
): Promise<Result<string, ErrorCode>> => {
  const key = keyText(publicKey);
  await tx
    .insertInto('devices')
    .values({
      id,
      person,
      label,
      public_key: key,
      enrolled_at: now,
      last_seen_at: now,
      unsent: 0,
      session: null,
      app: null,
      oldest_unsent: null,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
  const stored = await tx
    .selectFrom('devices')
    .select(['person', 'public_key'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  if (stored.person !== person) return err('otherPerson');
  return stored.public_key === key ? ok(id) : err('idReused');
};

/** Enrols a device for the person of the session. Errors: malformed, and those of `registerDevice`. */
export const enrolDevice = async (
  store: Store,
  { person, session }: SessionOf,
  device: DeviceRequest,
  now: Millis,
): Promise<Result<string, ErrorCode>> => {
  try {
    await importDeviceKey(device.publicKey);
  } catch {
    return err('malformed');
  }
  const registered = await registerDevice(store.write, person.id, device, now);
  if (registered.ok) await joinSession(store, device.id, session);
  return registered;
};

export const joinSession = async ({ write }: Store, device: string, session: string): Promise<void> => {
  await write.updateTable('devices').set({ session }).where('id', '=', device).execute();
};

/** An unchanged count is written again after this time, so that `last_seen_at` stays accurate to an hour. */
const REFRESH_AFTER: Millis = 60 * 60_000;

/** What a device says of itself with a pull. `app` and `oldest` are null if it does not say them. */
export type DeviceNews = {
  readonly unsent: number;
  /** When its oldest unsent event was written, by its own clock. */
  readonly oldest: Millis | null;
  readonly app: string | null;
};

/**
 * Stores how many unsent events the device has. If the phone loses its storage, this count is the only record ([D7]). The
 * office sees it too, with the version of the app.
 */
export const noteUnsent = async (
  store: Store,
  id: string,
  { unsent, oldest, app }: DeviceNews,
  now: Millis,
): Promise<void> => {
  const stored = await store.read
    .selectFrom('devices')
    .select(['unsent', 'last_seen_at', 'app', 'oldest_unsent'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  const isOld = stored.last_seen_at + REFRESH_AFTER <= now;
  const isSame =
    stored.unsent === unsent && stored.oldest_unsent === oldest && stored.app === (app ?? stored.app);
  if (isSame && !isOld) return;
  await store.write
    .updateTable('devices')
    .set({ unsent, last_seen_at: now, oldest_unsent: oldest, app: app ?? stored.app })
    .where('id', '=', id)
    .execute();
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
