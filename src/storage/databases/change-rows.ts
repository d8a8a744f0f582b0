import type { Dexie } from 'dexie';

/** The part of a table that is used here. */
type Rows<Row, Key> = {
  readonly db: Dexie;
  readonly name: string;
  bulkGet(keys: Key[]): PromiseLike<(Row | undefined)[]>;
  bulkPut(rows: readonly NoInfer<Row>[]): PromiseLike<unknown>;
};

/**
 * Changes the rows of these keys with one read and one write; a cursor would wait for the database at each row. A row
 * that does not exist, or for which `change` returns null, stays unchanged. Returns the rows that were written.
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
