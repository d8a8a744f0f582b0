/**
 * The history of a region is its changes, each with a mark drawn for it: a server restored from a backup goes on from
 * an earlier change with other marks, so a place in what came after is no place in its history.
 */
import type { Reading } from '#server/store/store.ts';

export type Place = { readonly seq: number; readonly mark: string };

/** More than a device ever stands on: one for each request it had under way. */
const MOST_PLACES = 32;

export const placeText = ({ seq, mark }: Place): string => `${seq}.${mark}`;

/** What `placeText` wrote, with commas between. Null for anything else. */
export const readPlaces = (text: string): readonly Place[] | null => {
  if (text === '') return [];
  const parts = text.split(',');
  const places = parts.flatMap((part) => {
    const [, seq, mark] = /^(\d{1,15})\.([\w-]{1,64})$/.exec(part) ?? [];
    return seq === undefined || mark === undefined ? [] : { seq: Number(seq), mark };
  });
  return places.length === parts.length && places.length <= MOST_PLACES ? places : null;
};

export const headOf = (db: Reading, region: string): Promise<Place> =>
  db.selectFrom('regions').select(['seq', 'mark']).where('region', '=', region).executeTakeFirstOrThrow();

/** The mark of the change at that seq; null where there is none. */
export const markAt = async (
  db: Reading,
  region: string,
  seq: number,
  head: Place,
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
export const areOurs = async (
  db: Reading,
  region: string,
  places: readonly Place[],
  head: Place,
): Promise<boolean> => {
  for (const { seq, mark } of places) if ((await markAt(db, region, seq, head)) !== mark) return false;
  return true;
};
