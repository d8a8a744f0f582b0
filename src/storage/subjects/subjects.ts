import { subjectKey } from '#domain/ledger/subject-key.ts';
import type { PullAnswer } from '#domain/protocol/pull.ts';
import type { Millis, Sha256 } from '#domain/base/units.ts';
import { isQuotaError } from '#storage/databases/quota.ts';
import type { MainDb, OutboxRow, ReferenceRowLocal } from '#storage/databases/main-db.ts';
import { applyPulledVerdicts } from './apply-pulled-verdicts.ts';
import { offerEventsAgain } from '#storage/outbox/outbox.ts';
import { replaceHeads, type KnownHeads } from './known-heads.ts';
import { confirmPhotosAgain, sendThumbnailsAgain, type TimeSpan } from '#storage/photos/photos.ts';
import { isReferenceKind, parseReference } from '#domain/reference/reference.ts';
import {
  deleteSubjects,
  isRead,
  readRow,
  readSubjectsAgain,
  storeRows,
  type PageRow,
} from './pulled-rows.ts';

/** The pull cursor, or null before the first pull. */
export const readCursor = async (db: MainDb): Promise<string | null> => {
  const row = await db.meta.get('cursor');
  return row?.key === 'cursor' ? row.value : null;
};

const readSnapshot = async (db: MainDb): Promise<number> => {
  const row = await db.meta.get('snapshot');
  return row?.key === 'snapshot' ? row.value : 0;
};

/**
 * When the page was requested and when it arrived, by this phone's clock, and the cursor and the known heads of the
 * request.
 */
type PageRequest = TimeSpan & { readonly knownHeads: KnownHeads; readonly cursor?: string | null };

/**
 * Stores one page and its cursor in one transaction, so that a crash can neither skip nor repeat anything.
 *
 * A reset page begins a new snapshot. When the snapshot ends, rows that none of its pages contained are swept, but
 * never the outbox. A reset for a phone with a cursor or known heads means a restored server or another scope: the
 * phone offers its events again, which changes nothing on a server that has them. Photos confirmed while the page was
 * in flight are newer than the page, so the phone does not ask about them again.
 *
 * Returns false, and stores nothing, when the cursor has moved since the request. Another tab or the worker may pull
 * too. A page requested from an older cursor would overwrite newer rows or skip a gap, so it is discarded.
 */
export const applyPullPage = async (
  db: MainDb,
  page: PullAnswer,
  { knownHeads, cursor, ...inFlight }: PageRequest = { from: 0, to: 0, knownHeads: [] },
): Promise<boolean> => {
  const tables = [db.subjects, db.unreadSubjects, db.reference, db.meta, db.outbox, db.photos];
  return db.transaction('rw', tables, async () => {
    const storedCursor = await readCursor(db);
    if (cursor !== undefined && cursor !== storedCursor) return false;
    const rows = page.subjects.map(readRow);
    const own = await ownEvents(db, rows);
    const hadHistory = storedCursor !== null || knownHeads.length > 0;
    if (page.reset && hadHistory) {
      await offerEventsAgain(db, 'all');
      await confirmPhotosAgain(db, 'all');
      await sendThumbnailsAgain(db, 'all');
    } else {
      const missing = [...notComplete(rows, own), ...(await incompletePhotos(db, page))];
      await confirmPhotosAgain(db, missing, inFlight);
      await sendThumbnailsAgain(db, notOnServer(rows));
    }
    const snapshot = (await readSnapshot(db)) + (page.reset ? 1 : 0);
    await storeRows(db, rows, snapshot);
    await applyPulledVerdicts(db, rows.filter(isRead), own);
    await deleteSubjects(db, page.gone.map(subjectKey));
    // A removed entry stays as a row without a value: a judgement distinguishes it from an id that never existed.
    await db.reference.bulkPut(
      page.reference.map((row) => ({ ...row, value: row.value, isReadable: isReadable(row), snapshot })),
    );
    if (page.reset) await db.meta.put({ key: 'snapshot', value: snapshot });
    await db.meta.put({ key: 'cursor', value: page.cursor });
    // The cursor replaces the known heads; after a reset, everything that depended on them is offered again.
    if (page.reset || !page.more) await replaceHeads(db, knownHeads, []);
    if (!page.more) await sweep(db, snapshot);
    return true;
  });
};

/** Own events of the page's subjects. Read in parallel; a cursor would wait for the database at each row. */
const ownEvents = async (db: MainDb, rows: readonly PageRow[]): Promise<OutboxRow[]> => {
  const found = await Promise.all(rows.map(({ key }) => db.outbox.where('subjectKey').equals(key).toArray()));
  return found.flat();
};

/**
 * Photos that the page does not report as complete. When this phone has a receipt for one of them, the server may have
 * lost the photo. After a resubmission the case may name fewer photos than the own events do; those are included,
 * because the page does not report them.
 */
const notComplete = (rows: readonly PageRow[], own: readonly OutboxRow[]): Sha256[] =>
  rows.flatMap(({ key, subject, stored }) => {
    const mine = own.filter((row) => row.subjectKey === key);
    const named = [...(subject?.photos ?? []), ...mine.flatMap((row) => row.event.photos)];
    return named.flatMap(({ sha256 }) => (stored[sha256] === 'complete' ? [] : sha256));
  });

/** Photos of which the server has neither the bytes nor the thumbnail. */
const notOnServer = (rows: readonly PageRow[]): Sha256[] =>
  rows.flatMap(({ subject, stored }) =>
    (subject?.photos ?? []).flatMap(({ sha256 }) => (stored[sha256] === undefined ? sha256 : [])),
  );

/** Photos of own events that no pulled subject reports. */
const incompletePhotos = async (db: MainDb, { incomplete = [] }: PullAnswer): Promise<Sha256[]> =>
  incomplete.length === 0 ? [] : await db.photos.where('events').anyOf(incomplete).distinct().primaryKeys();

const isReadable = ({ kind, value }: Pick<ReferenceRowLocal, 'kind' | 'value'>): boolean =>
  isReferenceKind(kind) && parseReference(kind, value) !== null;

const readReferenceAgain = async (db: MainDb): Promise<void> => {
  await db.reference
    .filter((row) => !row.isReadable && isReadable(row))
    .modify((row) => void Object.assign(row, { isReadable: true }));
};

/**
 * Called once at each start: a newer version of the app may read rows that an older version could only store. On a full
 * disk it does nothing until the next start, so that sync does not wait for space.
 */
export const readRowsAgain = async (db: MainDb): Promise<void> => {
  try {
    await readSubjectsAgain(db);
    await readReferenceAgain(db);
  } catch (error) {
    if (!isQuotaError(error)) throw error;
  }
};

/** Deletes the rows of earlier snapshots, once for each finished snapshot. Until a snapshot ends, every row stays. */
const sweep = async (db: MainDb, snapshot: number): Promise<void> => {
  const ended = await db.meta.get('swept');
  if (ended?.key === 'swept' && ended.value === snapshot) return;
  await db.subjects.where('[snapshot+seq]').below([snapshot]).delete();
  await db.unreadSubjects.where('snapshot').below(snapshot).delete();
  await db.reference.filter((row) => row.snapshot < snapshot).delete();
  await db.meta.put({ key: 'swept', value: snapshot });
};

/** When the server last answered a pull completely. */
export const noteContact = async (db: MainDb, now: Millis): Promise<void> => {
  await db.meta.put({ key: 'lastContact', value: now });
};

export const lastContact = async (db: MainDb): Promise<Millis | null> => {
  const row = await db.meta.get('lastContact');
  return row?.key === 'lastContact' ? row.value : null;
};
