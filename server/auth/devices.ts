import type { ErrorCode } from '#domain/base/errors.ts';
import { err, ok, type Result } from '#domain/base/result.ts';
import type { DeviceRequest } from '#domain/protocol/session.ts';
import type { Millis } from '#domain/base/units.ts';
import { importDeviceKey, type DeviceKey } from '#server/ledger/check-event.ts';
import type { Reading, Store } from '#server/store/store.ts';

/** Enrols a device for the person. The same id and key again is fine; another person's id or another key is not. */
export const enrolDevice = async (
  store: Store,
  person: string,
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
    .values({ id, person, label, public_key: key, enrolled_at: now, last_seen_at: now, unsent: 0 })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
  const stored = await store.write
    .selectFrom('devices')
    .select(['person', 'public_key'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  if (stored.person !== person) return err('otherPerson');
  return stored.public_key === key ? ok(id) : err('idReused');
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
