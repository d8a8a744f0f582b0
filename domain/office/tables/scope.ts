import { readList } from './cell.ts';
import type { Cells, Context, Note, TableKind } from './table.ts';

/** The codes of areas and grids in a cell, which may have their names instead. */
export const readScope = (
  cell: Cells,
  note: Note,
  { named }: Pick<Context<TableKind>, 'named'>,
): readonly string[] | undefined => {
  const parts = readList(cell('scope'));
  if (parts.length === 0) return undefined;
  return parts.flatMap((part) => {
    if (/^\d{6}(\d{3}){0,3}$/.test(part)) return part;
    const code = named('grid', part) ?? named('area', part);
    if (code === undefined) note('scope', /^\d+$/.test(part) ? 'badForm' : 'unknownScope', part);
    return code ?? [];
  });
};
