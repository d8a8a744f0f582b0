/**
 * Makes a backup, also while servers run ([S8]).
 *
 * Promises: the backup has everything that was answered before it began: all rows as of one moment, and every photo that
 * these rows name. Later changes may be in it or not. It does not block writers, and writers do not block it.
 * Assumes: the file of a photo is written before its row, and neither is ever deleted.
 */
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { sql } from 'kysely';
import type { Sha256 } from '#domain/base/units.ts';
import { migrationNames } from '#server/store/migrations.ts';
import { StartError } from '#server/store/start-error.ts';
import type { Reading, Store } from '#server/store/store.ts';
import { sync } from '#server/store/sync.ts';
import {
  backedUp,
  FORMAT,
  MANIFEST_FILE,
  ROWS_FILE,
  type Manifest,
  type PrintLine,
  type Row,
} from './backup-format.ts';
import { copyPhoto, syncCopies } from './copy-photo.ts';

const PAGE = 500;
const PHOTOS_PER_LINE = 500;

/** All rows of a table in the order of its key, in pages. */
const pagesOf = async function* (db: Reading, table: string, key: readonly string[]): AsyncGenerator<Row[]> {
  const columns = sql.join(key.map((column) => sql.ref(column)));
  let after = sql``;
  for (;;) {
    const { rows } = await sql<Row>`
      select * from ${sql.table(table)} ${after} order by ${columns} limit ${sql.lit(PAGE)}`.execute(db);
    yield rows;
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) return;
    after = sql`where (${columns}) > (${sql.join(key.map((column) => last[column]))})`;
  }
};

const prepare = async (folder: string): Promise<void> => {
  await mkdir(folder, { recursive: true });
  if ((await readdir(folder)).length > 0)
    throw new StartError(`The folder ${folder} is not empty. A backup needs an empty folder.`);
  await mkdir(join(folder, 'photos'));
};

type WrittenRows = Pick<Manifest, 'rows' | 'rowsSha256'> & { readonly photos: readonly Sha256[] };

const writeRows = (store: Store, folder: string, print: PrintLine): Promise<WrittenRows> =>
  store.read.transaction().execute(async (db) => {
    const rows: Record<string, number> = {};
    const photos: Sha256[] = [];
    const lines = async function* (): AsyncGenerator<string> {
      for (const [table, key] of backedUp) {
        let count = 0;
        for await (const page of pagesOf(db, table, key)) {
          count += page.length;
          for (const row of page) yield `${JSON.stringify([table, row])}\n`;
          if (table === 'photos') photos.push(...page.map((row) => String(row['sha256'])));
        }
        rows[table] = count;
        print(`  ${table}: ${count}`);
      }
    };
    const hash = createHash('sha256');
    const hashing = new Transform({
      transform: (chunk: Buffer, _, pass) => {
        hash.update(chunk);
        pass(null, chunk);
      },
    });
    const file = createWriteStream(join(folder, ROWS_FILE), { flush: true });
    await pipeline(Readable.from(lines()), createGzip(), hashing, file);
    return { rows, rowsSha256: hash.digest('hex'), photos };
  });

const writeManifest = async (folder: string, manifest: Manifest): Promise<void> => {
  const path = join(folder, MANIFEST_FILE);
  await writeFile(`${path}.new`, `${JSON.stringify(manifest, null, 2)}\n`, { flush: true });
  await rename(`${path}.new`, path);
  await sync(folder);
};

/** Throws a StartError if the folder is not empty. */
export const backUp = async (
  store: Store,
  photosFolder: string,
  folder: string,
  { print, now }: { readonly print: PrintLine; readonly now: Date },
): Promise<Manifest> => {
  await prepare(folder);
  print('Rows:');
  const { rows, rowsSha256, photos } = await writeRows(store, folder, print);
  const missing: Sha256[] = [];
  for (const [index, sha256] of photos.entries()) {
    if (!(await copyPhoto(photosFolder, join(folder, 'photos'), sha256))) missing.push(sha256);
    if ((index + 1) % PHOTOS_PER_LINE === 0) print(`Photos: ${index + 1} of ${photos.length}`);
  }
  await syncCopies(join(folder, 'photos'));
  print(`Photos: ${photos.length - missing.length} of ${photos.length}`);
  for (const sha256 of missing) print(`Missing or damaged on this server: photo ${sha256}`);
  const manifest: Manifest = {
    format: FORMAT,
    createdAt: now.toISOString(),
    database: store.kind,
    migrations: [...migrationNames],
    rows,
    rowsSha256,
    photos: photos.length,
    missing,
  };
  await writeManifest(folder, manifest);
  return manifest;
};
