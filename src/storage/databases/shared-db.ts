import { Dexie, type EntityTable } from 'dexie';
import type { Millis } from '#domain/base/units.ts';
import type { DeviceId, PersonId } from '#domain/ledger/ids.ts';
import type { Loss } from '#domain/protocol/session.ts';
import type { Person } from '#domain/people/person.ts';

/** A person who has signed in on this phone. Their databases stay when another person signs in. */
export type SignedInRow = {
  readonly id: PersonId;
  readonly person: Person;
  readonly device: DeviceId;
  /** The private key is not exportable. It exists on this phone only. */
  readonly key: CryptoKey;
  readonly publicKey: JsonWebKey;
  /**
   * Last measured clock offset: milliseconds to add to this device's clock to get the server's time. Null before the
   * first contact.
   */
  readonly clockOffset: number | null;
  /** What the server's clock showed then. Absent in a row of an earlier version. */
  readonly lastServerTime?: Millis;
  /** What was lost when the system cleared this phone's storage, until the person acknowledges it. */
  readonly lost?: Loss;
};

type SettingRow = {
  readonly key: 'current' | 'language' | 'theme' | 'resume' | 'photosOverWifi';
  readonly value: string;
};

/** The small database shared by all people on this phone: who is signed in, and the settings of the app. */
export class SharedDb extends Dexie {
  declare signedIn: EntityTable<SignedInRow, 'id'>;
  declare settings: EntityTable<SettingRow, 'key'>;

  constructor(name = 'grid-patrol') {
    super(name, { chromeTransactionDurability: 'strict' });
    this.version(1).stores({ signedIn: 'id', settings: 'key' });
  }
}

export const readSetting = async (db: SharedDb, key: SettingRow['key']): Promise<string | null> =>
  (await db.settings.get(key))?.value ?? null;

export const writeSetting = async (db: SharedDb, key: SettingRow['key'], value: string): Promise<void> => {
  await db.settings.put({ key, value });
};

/** The person who is signed in now. Page and service worker open this person's database only. */
export const currentPerson = async (db: SharedDb): Promise<SignedInRow | null> => {
  const id = await readSetting(db, 'current');
  return id === null ? null : ((await db.signedIn.get(id)) ?? null);
};
