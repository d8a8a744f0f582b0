/**
 * A backup is a folder that either database can be restored from:
 *
 *   rows.ndjson.gz   every row as one line, ["table", {column: value}], of one moment
 *   photos/ab/…      the photos those rows speak of, by hash
 *   backup.json      what is in it and the hash of the rows; written last, so without it a backup is not whole
 */
import type { Sha256 } from '#domain/base/units.ts';

export const ROWS_FILE = 'rows.ndjson.gz';
export const MANIFEST_FILE = 'backup.json';
export const FORMAT = 1;

/** Each with its key, in an order in which they can be filled. The second half is better-auth's. */
export const backedUp: readonly (readonly [table: string, key: readonly string[]])[] = [
  ['settings', ['name']],
  ['regions', ['region']],
  ['changes', ['region', 'seq']],
  ['people', ['id']],
  ['devices', ['id']],
  ['losses', ['device']],
  ['reference', ['region', 'kind', 'id']],
  ['reference_edits', ['region', 'seq']],
  ['subjects', ['region', 'kind', 'id']],
  ['events', ['region', 'id']],
  ['dead_letters', ['device', 'hash']],
  ['claims', ['device', 'sha256', 'event_id', 'role']],
  ['photos', ['sha256']],
  ['user', ['id']],
  ['session', ['id']],
  ['account', ['id']],
  ['verification', ['id']],
];

/** Dates are ISO text in it; flags are 0 and 1 when they come from SQLite, and each database takes both forms. */
export type Row = Readonly<Record<string, string | number | boolean | null>>;

export type Manifest = {
  readonly format: typeof FORMAT;
  readonly createdAt: string;
  readonly database: 'sqlite' | 'postgres';
  /** Of the server that made it. */
  readonly migrations: readonly string[];
  /** How many of each table. */
  readonly rows: Readonly<Record<string, number>>;
  readonly rowsSha256: Sha256;
  readonly photos: number;
  /** Photos that were gone or damaged when the backup was made: phones that still hold them send them again. */
  readonly missing: readonly Sha256[];
};

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((it) => typeof it === 'string');

/** What reading it depends on; a wrong count or hash in it shows when the rest is compared with it. */
export const isManifest = (value: unknown): value is Manifest => {
  const { format, createdAt, migrations, rows, rowsSha256, missing } = (value ?? {}) as Partial<Manifest>;
  return (
    format === FORMAT &&
    typeof createdAt === 'string' &&
    typeof rowsSha256 === 'string' &&
    typeof rows === 'object' &&
    isTexts(migrations) &&
    isTexts(missing)
  );
};

export type Tell = (line: string) => void;
