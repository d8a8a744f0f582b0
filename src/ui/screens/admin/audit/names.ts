import { createMemo } from 'solid-js';
import { named } from '#ui/i18n/messages.ts';
import { createRows } from '#ui/state/office/office.ts';
import type { PersonState } from '#ui/state/person/person.ts';
import type { Names } from './line-words.ts';

/** Names of people, grids and hazard kinds from this device, of units and areas from the server. */
export const createNames = (source: Pick<PersonState, 'me' | 'reference'>): Names => {
  const { reference } = source;
  const [unitRows] = createRows(source, 'unit');
  const [areaRows] = createRows(source, 'area');
  const units = createMemo(() => {
    const read = unitRows();
    return new Map(read?.ok ? read.value.map(({ id, value }) => [id, value]) : []);
  });
  const areas = createMemo(() => {
    const read = areaRows();
    return new Map(read?.ok ? read.value.map(({ id, value }) => [id, value]) : []);
  });
  const nameOf = (row: { readonly name: { zh: string; en: string } } | undefined) => row && named(row.name);
  return {
    person: (id) => reference.person(id)?.name,
    unit: (id) => nameOf(units().get(id)),
    grid: (code) => nameOf(reference.grid(code) ?? areas().get(code)),
    hazard: (code) => {
      const kind = reference.kind(code);
      return kind && `${code} ${named(kind)}`;
    },
  };
};
