import type { PullAnswer } from '#domain/protocol/pull.ts';
import { parseReference } from '#domain/protocol/reference.ts';
import { subjectKey } from '#domain/ledger/subject-key.ts';
import type { Millis, Sha256 } from '#domain/base/units.ts';
import type { MainDb, OutboxRow, ReferenceRowLocal } from '#storage/databases/main-db.ts';
import { applyPulledVerdicts } from './apply-pulled-verdicts.ts';
import { offerEventsAgain } from '#storage/outbox/outbox.ts';
import { replaceHeads, type KnownHeads } from './known-heads.ts';
import { confirmPhotosAgain, sendThumbnailsAgain, type TimeSpan } from '#storage/photos/photos.ts';

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
export type PageAsked = TimeSpan & { readonly knownHeads: KnownHeads; readonly cursor?: string | null };

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
  { knownHeads, cursor, ...onItsWay }: PageAsked = { from: 0, to: 0, knownHeads: [] },
): Promise<boolean> => {
  return db.transaction('rw', [db.subjects, db.reference, db.meta, db.outbox, db.photos], async () => {
    const standsAt = await readCursor(db);
    if (cursor !== undefined && cursor !== standsAt) return false;
    const own = await ownEvents(db, page);
    const stoodSomewhere = standsAt !== null || knownHeads.length > 0;
    if (page.reset && stoodSomewhere) {
      await offerEventsAgain(db, 'all');
      await confirmPhotosAgain(db, 'all');
      await sendThumbnailsAgain(db, 'all');
    } else {
      await confirmPhotosAgain(db, [...notWhole(page, own), ...(await picturesOf(db, page))], onItsWay);
      await sendThumbnailsAgain(db, withNothing(page));
    }
    const snapshot = (await readSnapshot(db)) + (page.reset ? 1 : 0);
    await db.subjects.bulkPut(
      page.subjects.map((row) => ({ key: subjectKey(row.subject), ...row, snapshot })),
    );
    await applyPulledVerdicts(db, page.subjects, own);
    await db.subjects.bulkDelete(page.gone.map(subjectKey));
    // A removed row stays without a value: reports are judged by whether their kind ever existed.
    await db.reference.bulkPut(
      page.reference.map((row) => ({ ...row, value: row.value, isReadable: isReadable(row), snapshot })),
    );
    if (page.reset) await db.meta.put({ key: 'snapshot', value: snapshot });
    await db.meta.put({ key: 'cursor', value: page.cursor });
    // The cursor now covers these heads, or everything that depends on them is offered again.
    if (page.reset || !page.more) await replaceHeads(db, knownHeads, []);
    if (!page.more) await sweep(db, snapshot);
    return true;
  });
};

/**
 * This phone's events of the page's subjects. The queries run in parallel; a cursor would wait for the database at
 * each row.
 */
const ownEvents = async (db: MainDb, { subjects }: PullAnswer): Promise<OutboxRow[]> => {
  const keys = subjects.map(({ subject }) => subjectKey(subject));
  const found = await Promise.all(keys.map((key) => db.outbox.where('subjectKey').equals(key).toArray()));
  return found.flat();
};

/**
 * Photos that the server should have but that the page does not report as complete. The phone asks about those with a
 * receipt: the server may have lost them. A resubmitted report has photos that its case no longer names; the page does
 * not report them, so they are asked about too.
 */
const notWhole = ({ subjects }: PullAnswer, own: readonly OutboxRow[]): Sha256[] =>
  subjects.flatMap(({ subject, stored }) => {
    const mine = own.filter((row) => row.subjectKey === subjectKey(subject));
    const named = [...subject.photos, ...mine.flatMap((row) => row.event.photos)];
    return named.flatMap(({ sha256 }) => (stored[sha256] === 'complete' ? [] : sha256));
  });

/** Photos of which the server does not even have the thumbnail. */
const withNothing = ({ subjects }: PullAnswer): Sha256[] =>
  subjects.flatMap(({ subject, stored }) =>
    subject.photos.flatMap(({ sha256 }) => (stored[sha256] === undefined ? sha256 : [])),
  );

/** Photos of own events that no pulled subject reports. */
const picturesOf = async (db: MainDb, { incomplete = [] }: PullAnswer): Promise<Sha256[]> =>
  incomplete.length === 0 ? [] : await db.photos.where('events').anyOf(incomplete).distinct().primaryKeys();

const isReadable = ({ kind, value }: Pick<ReferenceRowLocal, 'kind' | 'value'>): boolean =>
  parseReference(kind, value) !== null;

/** Runs once for each start: a newer version of the app may read rows that an older one could only keep. */
export const readReferenceAgain = async (db: MainDb): Promise<void> => {
  await db.reference
    .filter((row) => !row.isReadable && isReadable(row))
    .modify((row) => void Object.assign(row, { isReadable: true }));
};

/** Only a snapshot leaves older rows behind. Between snapshots every row stays, whichever snapshot it came with. */
const sweep = async (db: MainDb, snapshot: number): Promise<void> => {
  const ended = await db.meta.get('swept');
  if (ended?.key === 'swept' && ended.value === snapshot) return;
  await db.subjects.where('[snapshot+seq]').below([snapshot]).delete();
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
