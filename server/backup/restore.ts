/**
 * Restores a backup into an empty server.
 *
 * Promises: everything is restored or nothing is. The photos are copied before the rows are written. Inside the
 * transaction, one rename makes their folder the photo folder.
 * Assumes: the caller has the exclusive lock of the data folder, and no server uses the database.
 */
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { sql } from 'kysely';
import { fillDeadLetters, fillSubjectSizes, runLines } from '#server/store/migrations.ts';
import { StartError } from '#server/store/start-error.ts';
import type { Reading, Store, Writing } from '#server/store/store.ts';
import { sync } from '#server/store/sync.ts';
import { backedUp, type Manifest, type Row, type PrintLine } from './backup-format.ts';
import { copyPhoto, syncCopies } from './copy-photo.ts';
import { readBackup, rowsOf } from './read-backup.ts';

const ROWS_AT_ONCE = 500;

const isEmpty = async (db: Reading): Promise<boolean> => {
  for (const [table] of backedUp) {
    const { rows } = await sql`select 1 from ${sql.table(table)} limit 1`.execute(db);
    if (rows.length > 0) return false;
  }
  return true;
};

const insert = async (tx: Writing, table: string, rows: readonly Row[]) => {
  const [first] = rows;
  if (!first) return;
  const columns = Object.keys(first);
  const values = rows.map((row) => sql`(${sql.join(columns.map((column) => row[column] ?? null))})`);
  await sql`insert into ${sql.table(table)} (${sql.join(columns.map((column) => sql.ref(column)))})
    values ${sql.join(values)}`.execute(tx);
};

const insertAll = async (tx: Writing, folder: string, print: PrintLine): Promise<void> => {
  let batch: { readonly table: string; readonly rows: Row[] } | null = null;
  for await (const [table, row] of rowsOf(folder)) {
    if (batch && (batch.table !== table || batch.rows.length === ROWS_AT_ONCE)) {
      await insert(tx, batch.table, batch.rows);
      if (batch.table !== table) print(`  ${batch.table}`);
      batch = null;
    }
    batch ??= { table, rows: [] };
    batch.rows.push(row);
  }
  if (batch) await insert(tx, batch.table, batch.rows);
};

/** Throws a StartError and changes nothing if the backup is incomplete, or if folder or database are not empty. */
export const restore = async (
  store: Store,
  photosFolder: string,
  folder: string,
  print: PrintLine,
): Promise<Manifest> => {
  print('Checking the backup');
  const { manifest, photos } = await readBackup(folder);
  if ((await readdir(photosFolder)).length > 0)
    throw new StartError(`There are photos in ${photosFolder} already. Restore into an empty data folder.`);
  if (!(await isEmpty(store.write)))
    throw new StartError(`The database (${store.name}) is not empty. Restore into an empty database.`);
  const ready = join(dirname(photosFolder), 'restoring');
  await rm(ready, { recursive: true, force: true });
  await mkdir(ready);
  try {
    for (const sha256 of photos)
      if (!(await copyPhoto(join(folder, 'photos'), ready, sha256)))
        throw new StartError(
          `Photo ${sha256} of the backup changed during the restore. Nothing was restored.`,
        );
    await syncCopies(ready);
    print(`Photos: ${photos.length}`);
    print('Rows:');
    await store.write.transaction().execute(async (tx) => {
      await insertAll(tx, folder, print);
      await runLines(tx, [...fillDeadLetters, ...fillSubjectSizes], store.kind);
      await rename(ready, photosFolder);
      await sync(dirname(photosFolder));
    });
  } catch (error) {
    await rm(photosFolder, { recursive: true, force: true });
    await rm(ready, { recursive: true, force: true });
    throw error;
  }
  return manifest;
};
