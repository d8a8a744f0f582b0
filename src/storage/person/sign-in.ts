import type { Millis } from '#domain/base/units.ts';
import type { PersonId } from '#domain/ledger/ids.ts';
import { makeDeviceKey } from './device-key.ts';
import { writeSetting, type SharedDb, type SignedInRow } from '#storage/databases/shared-db.ts';
import type { Person } from '#domain/people/person.ts';

/**
 * The row of this person, with the device key of their first sign-in on this phone or with a new one. Nothing is
 * stored until the server has the public key (`storeSignIn`).
 */
export const signedInRowFor = async (
  db: SharedDb,
  person: Person,
  newDeviceId: () => string,
): Promise<SignedInRow> => {
  const known = await db.signedIn.get(person.id);
  if (known) return { ...known, person };
  const { key, publicKey } = await makeDeviceKey();
  return { id: person.id, person, device: newDeviceId(), key, publicKey, clockOffset: null };
};

/** Returns the stored row. When a row of the person exists already, its device and key stay. */
export const storeSignIn = (db: SharedDb, row: SignedInRow): Promise<SignedInRow> =>
  db.transaction('rw', db.signedIn, db.settings, async () => {
    const known = await db.signedIn.get(row.id);
    const kept = known ? { ...known, person: row.person } : row;
    await db.signedIn.put(kept);
    await writeSetting(db, 'current', row.id);
    return kept;
  });

/** The person acknowledges the loss. */
export const forgetLoss = async (db: SharedDb, person: PersonId): Promise<void> => {
  await db.signedIn
    .where('id')
    .equals(person)
    .modify((row: { lost?: unknown }) => {
      delete row.lost;
    });
};

/** Everyone who has signed in on this phone. */
export const signedInPeople = (db: SharedDb): Promise<SignedInRow[]> => db.signedIn.toArray();

/** Works offline, because it opens only local data. Sending waits until that person signs in on the server. */
export const switchPerson = async (db: SharedDb, person: PersonId): Promise<SignedInRow | null> => {
  const row = await db.signedIn.get(person);
  if (row) await writeSetting(db, 'current', person);
  return row ?? null;
};

/** After this no person is signed in. Databases and keys stay: unsent events wait for their person. */
export const forgetCurrent = (db: SharedDb): Promise<void> => db.settings.delete('current');

/** Stores the person as the server returned it: role or scope may have changed. */
export const storePerson = async (db: SharedDb, person: Person): Promise<void> => {
  const row = await db.signedIn.get(person.id);
  // An equal row is not written: every live query of it would run again.
  if (row && JSON.stringify(row.person) !== JSON.stringify(person))
    await db.signedIn.update(person.id, { person });
};

/** `serverTime`: what the server's clock showed when the offset was measured. */
export const storeClockOffset = async (
  db: SharedDb,
  person: PersonId,
  offset: Millis,
  serverTime: Millis,
): Promise<void> => {
  await db.signedIn.update(person, { clockOffset: offset, lastServerTime: serverTime });
};
