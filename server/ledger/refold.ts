/**
 * Subjects that an older fold wrote, folded anew from their events.
 *
 * Promises: a replay uses the verdict, authority and basis stored with each entry and judges nothing again. A refolded subject gets a
 * new place in the feed only where its content differs, so that no device pulls it for nothing.
 * Assumes: the caller of `refoldSubject` holds the region's row when it writes the result.
 */
import type { Audience } from '#domain/ledger/audience.ts';
import type { ErrorCode } from '#domain/base/errors.ts';
import type { Millis } from '#domain/base/units.ts';
import type { Authority } from '#domain/ledger/roles.ts';
import type { SubjectRef } from '#domain/ledger/subject.ts';
import type { Basis, LedgerEntry } from '#domain/ledger/verdict.ts';
import { parseEvent } from '#domain/parse-event.ts';
import { fold, foldVersionOf, subjectKinds, type LedgerEvent, type Subject } from '#domain/subjects.ts';
import type { Reading, Store, Writing } from '#server/store/store.ts';
import { openFeed, type Feed } from './feed.ts';
import { subjectColumns } from './subject-columns.ts';
import type { EventRow } from '#server/store/tables.ts';

export const readStoredEvent = (row: Pick<EventRow, 'id' | 'text'>): LedgerEvent => {
  const parsed = parseEvent(row.text);
  if (!parsed.ok) throw new Error(`stored event ${row.id} is ${parsed.error}`);
  return parsed.value;
};

const entryOf = (row: EventRow): LedgerEntry<LedgerEvent> => ({
  event: readStoredEvent(row),
  verdict: row.verdict as 'applied' | 'contested',
  reason: row.reason as ErrorCode | null,
  by: JSON.parse(row.authority) as Authority,
  receivedAt: row.received_at,
  basis: row.basis === null ? null : (JSON.parse(row.basis) as Basis),
});

/** The subject as its entries give it, in the order in which they were applied; null without one. */
export const refoldSubject = async (
  db: Reading,
  region: string,
  { kind, id }: SubjectRef,
): Promise<Subject | null> => {
  const rows = await db
    .selectFrom('events')
    .selectAll()
    .where('region', '=', region)
    .where('subject_kind', '=', kind)
    .where('subject_id', '=', id)
    .where('verdict', 'in', ['applied', 'contested'])
    .orderBy('seq')
    .execute();
  return fold(rows.map(entryOf));
};

/** Subjects of one transaction, during which the pushes of the region wait. */
export const REFOLD_PAGE = 20;

type Older = { readonly region: string; readonly kind: string; readonly id: string };

const nextOlder = (db: Reading, kind: string): Promise<Older[]> =>
  db
    .selectFrom('subjects')
    .select(['region', 'kind', 'id'])
    .where('kind', '=', kind)
    .where('fold', '<', foldVersionOf({ kind }))
    .orderBy('fold')
    .orderBy('region')
    .orderBy('id')
    .limit(REFOLD_PAGE)
    .execute();

const refoldRow = async (tx: Writing, feed: Feed, { region, kind, id }: Older): Promise<void> => {
  const row = await tx
    .selectFrom('subjects')
    .selectAll()
    .where('region', '=', region)
    .where('kind', '=', kind)
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  const version = foldVersionOf({ kind });
  if (row.fold >= version) return;
  const subject = await refoldSubject(tx, region, { kind, id });
  if (!subject) throw new Error(`${kind} ${id} has no event`);
  const columns = subjectColumns(subject);
  const before = JSON.parse(row.audience) as Audience;
  const hasMoved = JSON.stringify(before) !== columns.audience;
  const isSame = columns.body === row.body && !hasMoved;
  const seq = isSame ? row.seq : feed.take({ kind, id }, hasMoved ? before : null);
  await tx
    .updateTable('subjects')
    .set({ ...columns, seq })
    .where('region', '=', region)
    .where('kind', '=', kind)
    .where('id', '=', id)
    .execute();
};

const refoldPage = async (store: Store, page: readonly Older[]): Promise<void> => {
  for (const region of new Set(page.map((row) => row.region)))
    await store.write.transaction().execute(async (tx) => {
      const feed = await openFeed(tx, region);
      for (const row of page) if (row.region === region) await refoldRow(tx, feed, row);
      await feed.close();
    });
};

/**
 * Folds anew every subject that an older fold wrote, page by page. `pause` receives the time of the page and lets pushes run. A later
 * call continues after a stop, since each row has its fold version. Returns the number of folded subjects.
 */
export const refoldOlder = async (
  store: Store,
  stopped: AbortSignal,
  pause: (took: Millis) => Promise<void>,
): Promise<number> => {
  let count = 0;
  for (const kind of subjectKinds)
    for (;;) {
      if (stopped.aborted) return count;
      const startedAt = performance.now();
      const page = await nextOlder(store.read, kind);
      if (page.length === 0) break;
      await refoldPage(store, page);
      count += page.length;
      await pause(performance.now() - startedAt);
    }
  return count;
};
