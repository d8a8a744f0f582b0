/**
 * Reads what changed in the database since the last read, page by page.
 *
 * Promises: reads, never writes. Every case with a changed row or changed own events is returned, at worst once more
 * than needed. After `isLast`, nothing is left out that was in the database when the page was read.
 * Assumes: a pull writes the rows of its snapshot in rising seq, and a new snapshot has a higher number
 * (`applyPullPage`). So every later write has a larger [snapshot, seq] than the last one read, also the rows of a
 * restored server and arrived photos. An outbox row gets a higher order than all that are there, its verdict sets `unsent`
 * to 0, and only an unsent one is undone.
 * Breaks: when subjects are written without `applyPullPage`. Removed rows have no seq; they are found by counting.
 */
import type { EventId } from '#domain/ledger/ids.ts';
import type { SubjectKey } from '#domain/ledger/subject-key.ts';
import type { MainDb, OutboxRow, SubjectRowLocal } from '#storage/databases/main-db.ts';

/** Rows read in one transaction, so that a query in between waits no longer than a frame. */
const PAGE = 250;

export type ChangedCase = {
  readonly key: SubjectKey;
  /** Undefined when the server's case is not on this device, or no longer. */
  readonly row: SubjectRowLocal | undefined;
  /** Own events of the case, oldest first; empty when the row contains them all. */
  readonly own: readonly OutboxRow[];
};

export type Changes = { readonly cases: readonly ChangedCase[]; readonly isLast: boolean };

type OwnEvent = Pick<OutboxRow, 'eventId' | 'subjectKey' | 'order' | 'verdict'>;

export const createChangeReader = (db: MainDb) => {
  let read: [snapshot: number, seq: number] = [-1, -1];
  let lastOrder = -1;
  /** Unsent events, each with its verdict from before it was offered again. */
  let unsent: ReadonlyMap<EventId, OwnEvent> = new Map();
  const pulledKeys = new Set<SubjectKey>();
  const ownByKey = new Map<SubjectKey, Set<EventId>>();

  /** Events that were saved, answered, offered again or undone since the last read. */
  const readChangedEvents = async (): Promise<OwnEvent[]> => {
    const rows = await db.outbox.where('unsent').equals(1).toArray();
    const unsentNow = new Map(rows.map((row) => [row.eventId, row]));
    const gone = [...unsent.values()].filter(({ eventId }) => !unsentNow.has(eventId));
    const answered = await db.outbox.bulkGet(gone.map(({ eventId }) => eventId));
    const changed = rows.filter((row) => unsent.get(row.eventId)?.verdict !== row.verdict);
    unsent = unsentNow;
    // The next event gets the order of one that was undone.
    for (const [at, { order }] of gone.entries()) if (!answered[at]) lastOrder = Math.min(lastOrder, order);
    return [...changed, ...gone];
  };

  const readAddedOrRemoved = async (): Promise<SubjectKey[]> => {
    if ((await db.subjects.count()) === pulledKeys.size) return [];
    const present = new Set(await db.subjects.toCollection().primaryKeys());
    return [...pulledKeys, ...present].filter((key) => !(pulledKeys.has(key) && present.has(key)));
  };

  /** Own events are on top only where the pulled timeline lacks one of them. */
  const readOwn = async (key: SubjectKey, row: SubjectRowLocal | undefined): Promise<OutboxRow[]> => {
    const own = ownByKey.get(key);
    if (!own) return [];
    const pulled = new Set(row?.subject.timeline.map((line) => line.eventId));
    if ([...own].every((id) => pulled.has(id))) return [];
    return db.outbox.where('subjectKey').equals(key).sortBy('order');
  };

  const readRows = async (keys: readonly SubjectKey[], rowsByKey: Map<SubjectKey, SubjectRowLocal>) => {
    const rows = await db.subjects.bulkGet([...keys]);
    for (const [at, row] of rows.entries()) {
      if (row) rowsByKey.set(row.key, row);
      else pulledKeys.delete(keys[at]!);
    }
  };

  return {
    /** The number of pulled cases that have been read. */
    count: (): number => pulledKeys.size,

    /** With `everyOwn`, cases with own events are returned again, changed or not. */
    read: (everyOwn: boolean): Promise<Changes> =>
      db.transaction('r', db.subjects, db.outbox, async () => {
        const changed = await readChangedEvents();
        const [rows, added] = await Promise.all([
          db.subjects.where('[snapshot+seq]').above(read).limit(PAGE).toArray(),
          // Includes the last row again: after it is tidied up, the next event gets its order.
          db.outbox.where('order').aboveOrEqual(lastOrder).limit(PAGE).toArray(),
        ]);
        const last = rows.at(-1);
        if (last) read = [last.snapshot, last.seq];
        lastOrder = added.at(-1)?.order ?? lastOrder;
        const own = [...added, ...changed];
        for (const { subjectKey, eventId } of own)
          ownByKey.set(subjectKey, (ownByKey.get(subjectKey) ?? new Set()).add(eventId));

        const rowsByKey = new Map<SubjectKey, SubjectRowLocal>(rows.map((row) => [row.key, row]));
        for (const key of rowsByKey.keys()) pulledKeys.add(key);
        const isLast = rows.length < PAGE && added.length < PAGE;
        const keys = new Set([
          ...rowsByKey.keys(),
          ...own.map((row) => row.subjectKey),
          ...(everyOwn ? ownByKey.keys() : []),
          ...(isLast ? await readAddedOrRemoved() : []),
        ]);
        await readRows(
          [...keys].filter((key) => !rowsByKey.has(key)),
          rowsByKey,
        );
        for (const key of rowsByKey.keys()) pulledKeys.add(key);
        const cases = Array.from(keys, async (key) => {
          const row = rowsByKey.get(key);
          return { key, row, own: await readOwn(key, row) };
        });
        return { cases: await Promise.all(cases), isLast };
      }),
  };
};
