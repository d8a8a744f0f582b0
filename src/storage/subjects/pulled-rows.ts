/**
 * Pulled rows as this phone stores them.
 *
 * Promises: a row of a kind or form that this version cannot read is stored as received, with the ids of its events. It
 * is read again after an update of the app. It stops neither its page nor a sweep.
 */
import type { Sha256 } from '#domain/base/units.ts';
import type { EventId } from '#domain/ledger/ids.ts';
import { subjectKey, type SubjectKey } from '#domain/ledger/subject-key.ts';
import { readStored, type PulledSubject, type Stored } from '#domain/protocol/pull.ts';
import { readSubject } from '#domain/read-subject.ts';
import { foldVersionOf, subjectKinds, type Subject } from '#domain/subjects.ts';
import type { MainDb } from '#storage/databases/main-db.ts';

/** A pulled row, its subject read where this version can read it. */
export type PageRow = {
  readonly key: SubjectKey;
  readonly pulled: PulledSubject;
  readonly subject: Subject | null;
  readonly stored: Record<Sha256, Stored>;
};
export type ReadPageRow = PageRow & { readonly subject: Subject };
export const isRead = (row: PageRow): row is ReadPageRow => row.subject !== null;

export const readRow = (pulled: PulledSubject): PageRow => ({
  key: subjectKey(pulled.subject),
  pulled,
  subject: readSubject(pulled.subject),
  stored: readStored(pulled.stored),
});

const eventIdsIn = ({ subject: { timeline } }: PulledSubject): EventId[] =>
  timeline.flatMap((line) => {
    const { eventId } = (line ?? {}) as { readonly eventId?: unknown };
    return typeof eventId === 'string' ? eventId : [];
  });

/** Stores rows of one snapshot. A row that this version cannot read goes to `unreadSubjects`, as received. */
export const storeRows = async (db: MainDb, rows: readonly PageRow[], snapshot: number): Promise<void> => {
  const read = rows.filter(isRead);
  const unread = rows.filter((row) => !isRead(row));
  await db.subjects.bulkPut(
    read.map(({ key, pulled: { seq, fold = 1 }, subject, stored }) => ({
      key,
      seq,
      subject,
      stored,
      snapshot,
      fold,
    })),
  );
  await db.unreadSubjects.bulkDelete(read.map(({ key }) => key));
  await db.unreadSubjects.bulkPut(
    unread.map(({ key, pulled }) => ({
      key,
      seq: pulled.seq,
      pulled,
      eventIds: eventIdsIn(pulled),
      snapshot,
    })),
  );
  await db.subjects.bulkDelete(unread.map(({ key }) => key));
};

export const deleteSubjects = async (db: MainDb, keys: SubjectKey[]): Promise<void> => {
  await db.subjects.bulkDelete(keys);
  await db.unreadSubjects.bulkDelete(keys);
};

/** Identifies what this version reads: the registered kinds and their fold versions. */
const readableKinds = (): string =>
  JSON.stringify(subjectKinds.map((kind) => [kind, foldVersionOf({ kind })]));

/**
 * Once after an update of the app: reads the unread rows again, and sets rows aside that an older fold wrote and that
 * this version cannot read.
 */
export const readSubjectsAgain = (db: MainDb): Promise<void> =>
  db.transaction('rw', db.subjects, db.unreadSubjects, db.meta, async () => {
    const last = await db.meta.get('readWith');
    if (last?.value === readableKinds()) return;
    const rows = await db.subjects.filter(({ subject }) => readSubject(subject) === null).toArray();
    const stale = rows.map(({ seq, subject, stored, snapshot, fold = 1 }) => {
      const pulled = { seq, subject: subject as unknown as PulledSubject['subject'], stored, fold };
      return { ...readRow(pulled), snapshot };
    });
    const kept = (await db.unreadSubjects.toArray()).map(({ pulled, snapshot }) => ({
      ...readRow(pulled),
      snapshot,
    }));
    const all = [...stale, ...kept];
    // One write for each snapshot: a write for each row would wait for the database thousands of times.
    for (const snapshot of new Set(all.map((row) => row.snapshot)))
      await storeRows(
        db,
        all.filter((row) => row.snapshot === snapshot),
        snapshot,
      );
    await db.meta.put({ key: 'readWith', value: readableKinds() });
  });
