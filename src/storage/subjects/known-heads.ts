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

export type Seen = readonly string[];

export const readSeen = async (db: MainDb): Promise<Seen> => {
  const row = await db.meta.get('seen');
  return row?.key === 'seen' ? row.value : [];
};

/** Those offered are known to the server; in their place comes what it told, if anything. Within a transaction. */
export const replaceSeen = async (db: MainDb, offered: Seen, told: Seen): Promise<void> => {
  const before = await readSeen(db);
  const others = before.filter((head) => !offered.includes(head) && !told.includes(head));
  if (offered.length + told.length > 0) await db.meta.put({ key: 'seen', value: [...others, ...told] });
};

/** Settles what an answer said, and keeps the head it told; `offered` is what the request said had been seen. */
export const settleSeen = <T>(
  db: MainDb,
  table: Table,
  { offered, head }: { readonly offered: Seen; readonly head: string | undefined },
  settle: () => Promise<T>,
): Promise<T> =>
  db.transaction('rw', table, db.meta, async () => {
    if (head !== undefined) await replaceSeen(db, offered, [head]);
    return settle();
  });
