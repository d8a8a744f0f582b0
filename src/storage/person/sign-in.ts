import type { Millis } from '#domain/base/units.ts';
import type { PersonId } from '#domain/ledger/ids.ts';
import { makeDeviceKey } from './device-key.ts';
import { writeSetting, type SharedDb, type SignedInRow } from '#storage/databases/shared-db.ts';
import type { Person } from '#domain/people/person.ts';

/**
 * This person's row with the device key: the one made at their first sign-in here, or a new one. Nothing is stored
 * until the server has taken the public half (`storeSignIn`).
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

/** Gives the row as it is kept: the device and key of a person who came in meanwhile by another way stay. */
export const storeSignIn = (db: SharedDb, row: SignedInRow): Promise<SignedInRow> =>
  db.transaction('rw', db.signedIn, db.settings, async () => {
    const known = await db.signedIn.get(row.id);
    const kept = known ? { ...known, person: row.person } : row;
    await db.signedIn.put(kept);
    await writeSetting(db, 'current', row.id);
    return kept;
  });

/** The person has read what was lost. */
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

/** Possible offline, to one's own database; sending waits for that person's own sign-in. */
export const switchPerson = async (db: SharedDb, person: PersonId): Promise<SignedInRow | null> => {
  const row = await db.signedIn.get(person);
  if (row) await writeSetting(db, 'current', person);
  return row ?? null;
};

/** Names nobody as signed in. Databases and keys stay: what is unsent waits for its person. */
export const forgetCurrent = (db: SharedDb): Promise<void> => db.settings.delete('current');

/** What the server says of the person now: a role or a scope may have changed. */
export const storePerson = async (db: SharedDb, person: Person): Promise<void> => {
  const row = await db.signedIn.get(person.id);
  // Who reads the row would read everything again.
  if (row && JSON.stringify(row.person) !== JSON.stringify(person))
    await db.signedIn.update(person.id, { person });
};

export const storeClockOffset = async (db: SharedDb, person: PersonId, offset: Millis): Promise<void> => {
  await db.signedIn.update(person, { clockOffset: offset });
};
