import { Dexie, type EntityTable } from 'dexie';
import type { DeviceId, PersonId } from '#domain/ledger/ids.ts';

/**
 * An enrolment that was sent and not answered yet: the server may have used the code up for this key. After a killed page
 * only the same key may ask again.
 */
export type PendingEnrolment = {
  readonly code: string;
  readonly device: DeviceId;
  readonly key: CryptoKey;
  readonly publicKey: JsonWebKey;
  /** What the server said about the code. */
  readonly look: unknown;
  /** The person that the code is for; null for a code that makes the person. */
  readonly person: PersonId | null;
  /** What the person entered. The password is not kept. */
  readonly entered: { readonly username?: string; readonly name?: string; readonly phone?: string };
};

/** A database of its own: only the enrolment opens it. It has one row, if any. */
class EnrolmentDb extends Dexie {
  declare pending: EntityTable<PendingEnrolment, 'code'>;

  constructor() {
    super('grid-patrol-enrolment', { chromeTransactionDurability: 'strict' });
    this.version(1).stores({ pending: 'code' });
  }
}

const withDb = async <T>(work: (db: EnrolmentDb) => Promise<T>): Promise<T> => {
  const db = new EnrolmentDb();
  try {
    return await work(db);
  } finally {
    db.close();
  }
};

export const readPendingEnrolment = (): Promise<PendingEnrolment | undefined> =>
  withDb((db) => db.pending.toCollection().first());

/** Stored before the request is sent. */
export const storePendingEnrolment = (pending: PendingEnrolment): Promise<void> =>
  withDb((db) =>
    db.transaction('rw', db.pending, async () => {
      await db.pending.clear();
      await db.pending.add(pending);
    }),
  );

export const forgetPendingEnrolment = (): Promise<void> => withDb((db) => db.pending.clear());
