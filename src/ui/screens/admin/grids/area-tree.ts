/** The county, its streets and communities and their grids as one list in the order of the tree. */
import type { Area, AreaLevel } from '#domain/place/area.ts';
import { areaDigits, areasAbove } from '#domain/place/area.ts';
import type { Row } from '#ui/state/office/office.ts';

export type Name = Area['name'];
export type TreeRow = {
  /** The code. */
  readonly id: string;
  readonly level: AreaLevel | 'grid';
  /** Null for an area that the office has not named yet. */
  readonly name: Name | null;
  /** The names of the areas above, the county left out; three digits of one without a name. */
  readonly path: readonly (Name | string)[];
  readonly value: { readonly retired?: true };
  readonly grid: Row<'grid'> | null;
  readonly area: Row<'area'> | null;
};

const levels = Object.keys(areaDigits) as readonly AreaLevel[];
const levelOf = (code: string): AreaLevel => levels.find((level) => areaDigits[level] === code.length)!;

/** Codes in the order of text are in the order of the tree: a prefix comes before what it contains. */
export const treeOf = (
  region: string,
  grids: readonly Row<'grid'>[],
  areas: readonly Row<'area'>[],
): readonly TreeRow[] => {
  const named = new Map(areas.map((row) => [row.id, row]));
  const codes = new Set([
    region,
    ...areas.map(({ id }) => id),
    ...grids.filter(({ value }) => !value.retired).flatMap(({ id }) => areasAbove(id)),
  ]);
  const pathOf = (code: string): TreeRow['path'] =>
    areasAbove(code)
      .filter((above) => above !== region)
      .map((above) => named.get(above)?.value.name ?? above.slice(-3));
  const rows: TreeRow[] = [
    ...Array.from(codes, (code): TreeRow => {
      const area = named.get(code) ?? null;
      const name = area?.value.name ?? null;
      return {
        id: code,
        level: levelOf(code),
        name,
        path: pathOf(code),
        value: area?.value ?? {},
        grid: null,
        area,
      };
    }),
    ...grids.map((grid): TreeRow => ({
      id: grid.id,
      level: 'grid',
      name: grid.value.name,
      path: pathOf(grid.id),
      value: grid.value,
      grid,
      area: null,
    })),
  ];
  return rows.sort((a, b) => (a.id < b.id ? -1 : 1));
};
