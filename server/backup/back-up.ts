/**
 * Takes a backup, also while servers run.
 *
 * Promises: it holds everything that was answered before it began: rows of one moment, and then every photo they speak
 * of. What comes meanwhile is in it or not. It waits for no writer and no writer waits for it.
 * Assumes: a photo's file is there before its row, and neither is ever taken away.
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
  type Tell,
  type Row,
} from './backup-format.ts';
import { copyPhoto, syncCopies } from './copy-photo.ts';

const PAGE = 500;
const TELL_EVERY = 500;

/** All rows of a table in the order of its key, a page at a time. */
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
    throw new StartError(`The folder ${folder} is not empty. A backup needs a folder of its own.`);
  await mkdir(join(folder, 'photos'));
};

type Taken = Pick<Manifest, 'rows' | 'rowsSha256'> & { readonly photos: readonly Sha256[] };

const takeRows = (store: Store, folder: string, tell: Tell): Promise<Taken> =>
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
        tell(`  ${table}: ${count}`);
      }
    };
    const hash = createHash('sha256');
    const listen = new Transform({
      transform: (chunk: Buffer, _, pass) => {
        hash.update(chunk);
        pass(null, chunk);
      },
    });
    const file = createWriteStream(join(folder, ROWS_FILE), { flush: true });
    await pipeline(Readable.from(lines()), createGzip(), listen, file);
    return { rows, rowsSha256: hash.digest('hex'), photos };
  });

const writeManifest = async (folder: string, manifest: Manifest): Promise<void> => {
  const path = join(folder, MANIFEST_FILE);
  await writeFile(`${path}.new`, `${JSON.stringify(manifest, null, 2)}\n`, { flush: true });
  await rename(`${path}.new`, path);
  await sync(folder);
};

/** Throws a StartError when the folder cannot take it. */
export const backUp = async (
  store: Store,
  photosFolder: string,
  folder: string,
  { tell, now }: { readonly tell: Tell; readonly now: Date },
): Promise<Manifest> => {
  await prepare(folder);
  tell('Rows:');
  const { rows, rowsSha256, photos } = await takeRows(store, folder, tell);
  const missing: Sha256[] = [];
  for (const [at, sha256] of photos.entries()) {
    if (!(await copyPhoto(photosFolder, join(folder, 'photos'), sha256))) missing.push(sha256);
    if ((at + 1) % TELL_EVERY === 0) tell(`Photos: ${at + 1} of ${photos.length}`);
  }
  await syncCopies(join(folder, 'photos'));
  tell(`Photos: ${photos.length - missing.length} of ${photos.length}`);
  for (const sha256 of missing) tell(`Missing or damaged on this server: photo ${sha256}`);
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
