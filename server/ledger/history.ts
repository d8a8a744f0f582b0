/**
 * The history of a region is its changes, each with a mark drawn for it: a server restored from a backup goes on from
 * an earlier change with other marks, so a place in what came after is no place in its history.
 */
import type { Reading } from '#server/store/store.ts';

export type HeadRef = { readonly seq: number; readonly mark: string };

/** More than a device ever stands on: one for each request it had under way. */
const MAX_HEAD_REFS = 32;

export const headRefText = ({ seq, mark }: HeadRef): string => `${seq}.${mark}`;

/** What `placeText` wrote, with commas between. Null for anything else. */
export const parseHeadRefs = (text: string): readonly HeadRef[] | null => {
  if (text === '') return [];
  const parts = text.split(',');
  const heads = parts.flatMap((part) => {
    const [, seq, mark] = /^(\d{1,15})\.([\w-]{1,64})$/.exec(part) ?? [];
    return seq === undefined || mark === undefined ? [] : { seq: Number(seq), mark };
  });
  return heads.length === parts.length && heads.length <= MAX_HEAD_REFS ? heads : null;
};

export const readHead = (db: Reading, region: string): Promise<HeadRef> =>
  db.selectFrom('regions').select(['seq', 'mark']).where('region', '=', region).executeTakeFirstOrThrow();

/** The mark of the change at that seq; null where there is none. */
export const changeIdAt = async (
  db: Reading,
  region: string,
  seq: number,
  head: HeadRef,
): Promise<string | null> => {
  if (seq === head.seq) return head.mark;
  const row = await db
    .selectFrom('changes')
    .select('mark')
    .where('region', '=', region)
    .where('seq', '=', seq)
    .executeTakeFirst();
  return row?.mark ?? null;
};

/** Is each of them a place in this region's history? */
export const allInHistory = async (
  db: Reading,
  region: string,
  heads: readonly HeadRef[],
  head: HeadRef,
): Promise<boolean> => {
  for (const { seq, mark } of heads) if ((await changeIdAt(db, region, seq, head)) !== mark) return false;
  return true;
};
