import type { Dexie } from 'dexie';

/** Of a table, as much as this needs. */
type Rows<Row, Key> = {
  readonly db: Dexie;
  readonly name: string;
  bulkGet(keys: Key[]): PromiseLike<(Row | undefined)[]>;
  bulkPut(rows: readonly NoInfer<Row>[]): PromiseLike<unknown>;
};

/**
 * Changes the rows of these keys, read at once and written at once: a cursor over them would wait for the database at
 * each. One for which `change` gives null, or that is not there, stays as it is. Gives those that were written.
 */
export const changeRows = <Row, Key>(
  table: Rows<Row, Key>,
  keys: readonly Key[],
  change: (row: Row) => Partial<Row> | null,
): Promise<Row[]> =>
  table.db.transaction('rw', table.name, async () => {
    const rows = await table.bulkGet([...keys]);
    const changed = rows.flatMap((row) => {
      const changes = row === undefined ? null : change(row);
      return changes === null ? [] : { ...row!, ...changes };
    });
    await table.bulkPut(changed);
    return changed;
  });
