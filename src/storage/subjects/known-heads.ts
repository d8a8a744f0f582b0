/**
 * The heads of the ledger on which this phone stands besides its cursor: what it settled since its last pull rests on
 * them.
 *
 * Promises: a head is kept with what was settled by the answer that told it, and let go of only once an answer shows
 * that it stands in the same history as what comes in its place. So a server restored from before any of them is found
 * out by the next pull.
 * Assumes: a server tells no head to a phone that stands on one it does not know.
 */
import type { Table } from 'dexie';
import type { MainDb } from '#storage/databases/main-db.ts';

export type KnownHeads = readonly string[];

export const readKnownHeads = async (db: MainDb): Promise<KnownHeads> => {
  const row = await db.meta.get('seen');
  return row?.key === 'seen' ? row.value : [];
};

/** Those offered are known to the server; in their place comes what it told, if anything. Within a transaction. */
export const replaceHeads = async (db: MainDb, offered: KnownHeads, returned: KnownHeads): Promise<void> => {
  const before = await readKnownHeads(db);
  const others = before.filter((head) => !offered.includes(head) && !returned.includes(head));
  if (offered.length + returned.length > 0)
    await db.meta.put({ key: 'seen', value: [...others, ...returned] });
};

/** Settles what an answer said, and keeps the head it told; `offered` is what the request said had been seen. */
export const recordWithHead = <T>(
  db: MainDb,
  table: Table,
  { offered, head }: { readonly offered: KnownHeads; readonly head: string | undefined },
  record: () => Promise<T>,
): Promise<T> =>
  db.transaction('rw', table, db.meta, async () => {
    if (head !== undefined) await replaceHeads(db, offered, [head]);
    return record();
  });
