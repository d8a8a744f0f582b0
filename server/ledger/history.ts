/**
 * The history of a region is the list of its changes, each with a random change id (`mark`). After a restore the server
 * continues from an earlier change and draws other ids. A head from after the backup is therefore not in its history.
 */
import type { Reading } from '#server/store/store.ts';

export type HeadRef = { readonly seq: number; readonly mark: string };

/** More than a device ever sends: one head for each of its running requests. */
const MAX_HEAD_REFS = 32;

export const headRefText = ({ seq, mark }: HeadRef): string => `${seq}.${mark}`;

/** Reads results of `headRefText`, separated by commas. Null for any other text. */
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

/** The id of the change at `seq`, or null if there is none. */
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

/** True if all heads are in the history of this region. */
export const allInHistory = async (
  db: Reading,
  region: string,
  heads: readonly HeadRef[],
  head: HeadRef,
): Promise<boolean> => {
  for (const { seq, mark } of heads) if ((await changeIdAt(db, region, seq, head)) !== mark) return false;
  return true;
};
