import { Dexie, type EntityTable } from 'dexie';
import type { Millis } from '#domain/base/units.ts';
import type { PersonId } from '#domain/ledger/ids.ts';

/**
 * Data that can be fetched again: pictures of other people's reports. Relaxed durability; deleted first when space is
 * short.
 */
export type CachedPictureRow = {
  /** `<sha256>` of a photo, or `thumb:<sha256 of the photo>`. */
  readonly key: string;
  readonly data: ArrayBuffer;
  readonly usedAt: Millis;
};

export class CacheDb extends Dexie {
  declare pictures: EntityTable<CachedPictureRow, 'key'>;

  constructor(person: PersonId) {
    super(`grid-patrol-cache-${person}`, { chromeTransactionDurability: 'relaxed' });
    this.version(1).stores({ pictures: 'key, usedAt' });
  }
}
