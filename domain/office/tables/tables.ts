/** The tables that the office imports. Each kind is one line here. */
import { areaTable } from './area.ts';
import { calendarTable } from './calendar.ts';
import { hazardKindTable } from './hazard-kind.ts';
import { personTable } from './person.ts';
import { placeTable } from './place.ts';
import type { Table, TableKind } from './table.ts';
import { unitTable } from './unit.ts';

export const tables: { readonly [K in TableKind]: Table<K> } = {
  area: areaTable,
  unit: unitTable,
  person: personTable,
  place: placeTable,
  hazardKind: hazardKindTable,
  calendar: calendarTable,
};
