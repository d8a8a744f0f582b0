/** Reads and checks a backup completely, before anything is restored: a cut, a change or a missing part is an error. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import type { Sha256 } from '#domain/base/units.ts';
import { unlessGone } from '#server/photos/partial-files.ts';
import { migrationNames } from '#server/store/migrations.ts';
import { StartError } from '#server/store/start-error.ts';
import { backedUp, MANIFEST_FILE, isManifest, ROWS_FILE, type Manifest, type Row } from './backup-format.ts';
import { readPhoto } from './copy-photo.ts';

export type Backup = { readonly manifest: Manifest; readonly photos: readonly Sha256[] };

const broken = (folder: string, reason: string): StartError =>
  new StartError(`The backup ${folder} cannot be restored: ${reason}. Nothing was changed.`);

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

const readManifest = async (folder: string): Promise<Manifest> => {
  const text = await unlessGone(readFile(join(folder, MANIFEST_FILE), 'utf8'));
  if (text === null) throw broken(folder, `it has no ${MANIFEST_FILE}, so it is incomplete`);
  const manifest = parse(text);
  if (isManifest(manifest)) return manifest;
  throw broken(folder, `its ${MANIFEST_FILE} is damaged, or belongs to another version of Grid Patrol`);
};

/** Every row, in the order in which the backup wrote them. */
export const rowsOf = async function* (folder: string): AsyncGenerator<readonly [table: string, row: Row]> {
  const lines = createInterface({ input: createReadStream(join(folder, ROWS_FILE)).pipe(createGunzip()) });
  for await (const line of lines) yield JSON.parse(line) as [string, Row];
};

const checkRows = async (folder: string, manifest: Manifest): Promise<readonly Sha256[]> => {
  const hash = createHash('sha256');
  const actual = await unlessGone(
    pipeline(createReadStream(join(folder, ROWS_FILE)), hash).then(() => hash.digest('hex')),
  );
  if (actual === null) throw broken(folder, `its ${ROWS_FILE} is missing`);
  if (actual !== manifest.rowsSha256) throw broken(folder, `its ${ROWS_FILE} was cut or changed`);
  const photos: Sha256[] = [];
  const counts: Record<string, number> = Object.fromEntries(backedUp.map(([table]) => [table, 0]));
  for await (const [table, row] of rowsOf(folder)) {
    if (counts[table] === undefined) throw broken(folder, `it has an unknown table, ${table}`);
    counts[table] += 1;
    if (table === 'photos') photos.push(String(row['sha256']));
  }
  for (const [table, count] of Object.entries(counts))
    if (count !== (manifest.rows[table] ?? 0)) throw broken(folder, `rows of ${table} are missing`);
  return photos;
};

/** Throws a StartError if any part is missing or wrong. */
export const readBackup = async (folder: string): Promise<Backup> => {
  const manifest = await readManifest(folder);
  if (manifest.migrations.some((name) => !migrationNames.includes(name)))
    throw broken(folder, 'it was made by a newer version of Grid Patrol');
  const listed = await checkRows(folder, manifest);
  const photos = listed.filter((sha256) => !manifest.missing.includes(sha256));
  for (const sha256 of photos)
    if (!(await readPhoto(join(folder, 'photos'), sha256)))
      throw broken(folder, `its photo ${sha256} is missing or damaged`);
  return { manifest, photos };
};
