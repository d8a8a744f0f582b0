/**
 * Ledger heads that this phone received besides its cursor: what it recorded since its last pull depends on them.
 *
 * Promises: a head is stored together with the results of the answer that returned it. It is removed only when an
 * answer shows that its replacement is in the same history. So the next pull detects a server that was restored from
 * before any known head.
 * Assumes: a server returns no head to a phone that offered a head it does not recognise.
 */
import type { Table } from 'dexie';
import type { MainDb } from '#storage/databases/main-db.ts';

export type KnownHeads = readonly string[];

export const readKnownHeads = async (db: MainDb): Promise<KnownHeads> => {
  const row = await db.meta.get('seen');
  return row?.key === 'seen' ? row.value : [];
};

/** The server recognised the offered heads; the returned ones, if any, replace them. Runs within a transaction. */
export const replaceHeads = async (db: MainDb, offered: KnownHeads, returned: KnownHeads): Promise<void> => {
  const before = await readKnownHeads(db);
  const others = before.filter((head) => !offered.includes(head) && !returned.includes(head));
  if (offered.length + returned.length > 0)
    await db.meta.put({ key: 'seen', value: [...others, ...returned] });
};

/**
 * Records the results of an answer together with its ledger head. `offered` are the known heads that the request
 * carried.
 */
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
