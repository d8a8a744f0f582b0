import type { Progress } from '#domain/office/messages.ts';
import { SETTINGS_ID, type Settings } from '#domain/office/settings.ts';
import type { Area } from '#domain/place/area.ts';
import type { Reading } from '#server/store/store.ts';

/** Cases are not counted further: the table grows with the years. */
const MOST_CASES = 1000;

type Counts = Omit<Progress, 'marker' | 'serverTime'>;

/** What the office has so far, for the steps of the first start. `asker`: the admin. */
export const readProgress = async (db: Reading, region: string, asker: string): Promise<Counts> => {
  const countRows = await db
    .selectFrom('reference')
    .select((eb) => ['kind', eb.fn.countAll<number>().as('rows')])
    .where('region', '=', region)
    .where('kind', 'in', ['grid', 'unit', 'place'])
    .where('value', 'not like', '%"retired":true%')
    .groupBy('kind')
    .execute();
  const valueOf = async <T>(kind: 'area' | 'settings', id: string): Promise<T | null> => {
    const row = await db
      .selectFrom('reference')
      .select('value')
      .where('region', '=', region)
      .where('kind', '=', kind)
      .where('id', '=', id)
      .executeTakeFirst();
    return row?.value ? (JSON.parse(row.value) as T) : null;
  };
  const { people } = await db
    .selectFrom('people')
    .select((eb) => eb.fn.countAll<number>().as('people'))
    .where('region', '=', region)
    .where('retired_at', 'is', null)
    .where('id', '!=', asker)
    .executeTakeFirstOrThrow();
  const { devices } = await db
    .selectFrom('devices')
    .innerJoin('people', 'people.id', 'devices.person')
    .select((eb) => eb.fn.countAll<number>().as('devices'))
    .where('people.region', '=', region)
    .where('people.id', '!=', asker)
    .executeTakeFirstOrThrow();
  const cases = await db
    .selectFrom('subjects')
    .select('id')
    .where('region', '=', region)
    .where('kind', '=', 'case')
    .limit(MOST_CASES)
    .execute();
  const rowsOf = (kind: string) => Number(countRows.find((it) => it.kind === kind)?.rows ?? 0);
  return {
    county: (await valueOf<Area>('area', region))?.name ?? null,
    grids: rowsOf('grid'),
    units: rowsOf('unit'),
    people: Number(people),
    places: rowsOf('place'),
    devices: Number(devices),
    cases: cases.length,
    skipped: [...((await valueOf<Settings>('settings', SETTINGS_ID))?.skipped ?? [])],
  };
};
