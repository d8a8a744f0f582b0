import type { OfficeValues } from '#domain/office/office-kinds.ts';
import { shortestScope } from '#domain/place/area.ts';
import { scopeCovers } from '#domain/ledger/scope-covers.ts';
import type { Reading } from '#server/store/store.ts';

type CasesSize = { readonly cases: number; readonly photos: number; readonly bytes: number };

/** A colon follows the digits in the order of texts, so this range has the codes that begin with the prefix. */
const AFTER_DIGITS = ':';

const casesUnder = async (db: Reading, region: string, prefix: string): Promise<CasesSize> => {
  const { cases, photos, bytes } = await db
    .selectFrom('subjects')
    .select(({ fn }) => [
      fn.countAll<number>().as('cases'),
      fn.sum<number | null>('photos').as('photos'),
      fn.sum<number | null>('bytes').as('bytes'),
    ])
    .where('region', '=', region)
    .where('grid', '>=', prefix)
    .where('grid', '<', `${prefix}${AFTER_DIGITS}`)
    .executeTakeFirstOrThrow();
  return { cases: Number(cases), photos: Number(photos ?? 0), bytes: Number(bytes ?? 0) };
};

/** Reference data goes to every phone of the region, whatever its scope. */
const readReference = async (db: Reading, region: string) => {
  const rows = await db
    .selectFrom('reference')
    .select(['kind', 'value'])
    .where('region', '=', region)
    .where('value', 'is not', null)
    .execute();
  const read = <K extends 'grid' | 'place'>(wanted: K): readonly OfficeValues[K][] =>
    rows.flatMap(({ kind, value }) => (kind === wanted ? (JSON.parse(value!) as OfficeValues[K]) : []));
  return {
    grids: read('grid').filter(({ retired }) => !retired),
    places: read('place').filter(({ retired }) => !retired),
    bytes: rows.reduce((sum, { value }) => sum + value!.length, 0),
  };
};

/** What a phone with this scope receives. The cases are counted by ranges of an index. */
export const scopeSizeOf = async (db: Reading, region: string, scope: readonly string[]) => {
  const prefixes = shortestScope(scope);
  const parts: CasesSize[] = [];
  for (const prefix of prefixes) parts.push(await casesUnder(db, region, prefix));
  const { grids, places, bytes } = await readReference(db, region);
  const sum = (field: keyof CasesSize): number => parts.reduce((total, part) => total + part[field], 0);
  return {
    grids: grids.filter(({ code }) => scopeCovers(prefixes, code)).length,
    cases: sum('cases'),
    places: places.filter(({ grid }) => scopeCovers(prefixes, grid)).length,
    photos: sum('photos'),
    bytes: bytes + sum('bytes'),
  };
};
