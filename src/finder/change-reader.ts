/**
 * What changed in the database since the last look, page by page.
 *
 * Promises: reads, never writes; every case whose row or own events changed is told, once more than needed at worst;
 * after `isLast` nothing that was there when the page was read is left out.
 * Assumes: a pull writes the rows of its snapshot in rising seq, and a new snapshot has a higher number
 * (`applyPullPage`), so that whatever was written since lies beyond the last [snapshot, seq] read, a restored
 * server's rows and arrived photos too; an outbox row gets a higher order than those before it, and its verdict
 * turns `unsent` off.
 * Breaks: subjects written past `applyPullPage`. What leaves has no seq: it is found by counting.
 */
import type { EventId } from '#domain/ledger/ids.ts';
import type { SubjectKey } from '#domain/ledger/subject-key.ts';
import type { MainDb, OutboxRow, SubjectRowLocal } from '#storage/databases/main-db.ts';

/** Rows read in one transaction: a question that comes in between waits no longer than a frame. */
const PAGE = 250;

export type ChangedCase = {
  readonly key: SubjectKey;
  /** Undefined when the server's case is not, or no longer, here. */
  readonly row: SubjectRowLocal | undefined;
  /** Own events of the case, oldest first; none when the row holds them all. */
  readonly own: readonly OutboxRow[];
};

export type Changes = { readonly cases: readonly ChangedCase[]; readonly isLast: boolean };

export const createChangeReader = (db: MainDb) => {
  let read: [snapshot: number, seq: number] = [-1, -1];
  let lastOrder = -1;
  /** Unsent events and what the server said of them before it forgot. */
  let unsent: ReadonlyMap<EventId, OutboxRow['verdict']> = new Map();
  const held = new Set<SubjectKey>();
  const ownByKey = new Map<SubjectKey, Set<EventId>>();

  /** Rows of events that were saved, answered or offered again since the last look. */
  const readTurned = async (): Promise<OutboxRow[]> => {
    const rows = await db.outbox.where('unsent').equals(1).toArray();
    const now = new Map(rows.map((row) => [row.eventId, row.verdict]));
    const answered = [...unsent.keys()].filter((id) => !now.has(id));
    const turned = rows.filter((row) => unsent.get(row.eventId) !== row.verdict);
    unsent = now;
    return [...turned, ...(await db.outbox.bulkGet(answered)).filter((row) => row !== undefined)];
  };

  const readMoved = async (): Promise<SubjectKey[]> => {
    if ((await db.subjects.count()) === held.size) return [];
    const here = new Set(await db.subjects.toCollection().primaryKeys());
    return [...held, ...here].filter((key) => !(held.has(key) && here.has(key)));
  };

  /** Own events can lie on top only where the pulled history lacks one of them. */
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
      else held.delete(keys[at]!);
    }
  };

  return {
    /** How many cases of the server have been read. */
    count: (): number => held.size,

    /** With `everyOwn` the cases this person spoke of are told again, changed or not. */
    read: (everyOwn: boolean): Promise<Changes> =>
      db.transaction('r', db.subjects, db.outbox, async () => {
        const [rows, added, turned] = await Promise.all([
          db.subjects.where('[snapshot+seq]').above(read).limit(PAGE).toArray(),
          // The last one again: once it is tidied away, its order is given to the next.
          db.outbox.where('order').aboveOrEqual(lastOrder).limit(PAGE).toArray(),
          readTurned(),
        ]);
        const last = rows.at(-1);
        if (last) read = [last.snapshot, last.seq];
        lastOrder = added.at(-1)?.order ?? lastOrder;
        const own = [...added, ...turned];
        for (const { subjectKey, eventId } of own)
          ownByKey.set(subjectKey, (ownByKey.get(subjectKey) ?? new Set()).add(eventId));

        const rowsByKey = new Map<SubjectKey, SubjectRowLocal>(rows.map((row) => [row.key, row]));
        for (const key of rowsByKey.keys()) held.add(key);
        const isLast = rows.length < PAGE && added.length < PAGE;
        const keys = new Set([
          ...rowsByKey.keys(),
          ...own.map((row) => row.subjectKey),
          ...(everyOwn ? ownByKey.keys() : []),
          ...(isLast ? await readMoved() : []),
        ]);
        await readRows(
          [...keys].filter((key) => !rowsByKey.has(key)),
          rowsByKey,
        );
        for (const key of rowsByKey.keys()) held.add(key);
        const cases = Array.from(keys, async (key) => {
          const row = rowsByKey.get(key);
          return { key, row, own: await readOwn(key, row) };
        });
        return { cases: await Promise.all(cases), isLast };
      }),
  };
};
