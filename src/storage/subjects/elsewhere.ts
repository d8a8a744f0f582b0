import type { Millis } from '#domain/base/units.ts';
import type { DeviceId, PersonId } from '#domain/ledger/ids.ts';
import type { MainDb } from '#storage/databases/main-db.ts';

/** What another device of the person has not sent, as far as the server knows. */
export type Elsewhere = {
  /** Own reports with such photos. */
  readonly reports: number;
  readonly photos: number;
  /** When the server last received an event of these reports from that device. */
  readonly receivedAt: Millis;
};

/**
 * The photos that other devices named in events of own reports and have not sent; null if there are none. Reports whose
 * text never left the other device are not in it: the server does not know them.
 */
export const readElsewhere = async (
  db: MainDb,
  me: { readonly person: PersonId; readonly device: DeviceId },
): Promise<Elsewhere | null> => {
  let [reports, photos, receivedAt] = [0, 0, 0];
  await db.subjects
    .where('subject.reporter')
    .equals(me.person)
    .each(({ subject: { photos: named, timeline }, stored }) => {
      const missing = named.filter(({ sha256 }) => stored[sha256] !== 'complete');
      if (missing.length === 0) return;
      const others = timeline.filter(({ author, device }) => author === me.person && device !== me.device);
      const eventIds = new Set(others.map(({ eventId }) => eventId));
      const theirs = missing.filter(({ eventId }) => eventIds.has(eventId));
      if (theirs.length === 0) return;
      reports += 1;
      photos += theirs.length;
      receivedAt = Math.max(receivedAt, ...others.map((entry) => entry.receivedAt ?? 0));
    });
  return photos === 0 ? null : { reports, photos, receivedAt };
};
