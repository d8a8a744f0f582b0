/**
 * A backup is a folder. It can be restored into SQLite and into PostgreSQL.
 *
 *   rows.ndjson.gz   one line for each row, ["table", {column: value}], all as of one moment
 *   photos/ab/…      the photos that the rows name, by hash
 *   backup.json      the content and the hash of the rows. It is written last: a backup without it is incomplete.
 */
import type { Sha256 } from '#domain/base/units.ts';

export const ROWS_FILE = 'rows.ndjson.gz';
export const MANIFEST_FILE = 'backup.json';
export const FORMAT = 1;

/** All tables with their keys, in the order in which a restore fills them. The last four belong to better-auth. */
export const backedUp: readonly (readonly [table: string, key: readonly string[]])[] = [
  ['settings', ['name']],
  ['regions', ['region']],
  ['changes', ['region', 'seq']],
  ['people', ['id']],
  ['devices', ['id']],
  ['losses', ['device']],
  ['enrolment_codes', ['hash']],
  ['enrolment_uses', ['hash', 'device']],
  ['failed_tries', ['name']],
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

/** Dates are ISO text. Flags from SQLite are 0 and 1; both databases accept both forms. */
export type Row = Readonly<Record<string, string | number | boolean | null>>;

export type Manifest = {
  readonly format: typeof FORMAT;
  readonly createdAt: string;
  readonly database: 'sqlite' | 'postgres';
  /** The migrations of the server that made the backup. */
  readonly migrations: readonly string[];
  /** The number of rows of each table. */
  readonly rows: Readonly<Record<string, number>>;
  readonly rowsSha256: Sha256;
  readonly photos: number;
  /** Photos that were missing or damaged when the backup was made. Phones that have them send them again. */
  readonly missing: readonly Sha256[];
};

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');

/** Checks the form only. A wrong count or hash is found when the rows and photos are compared with it. */
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

export type PrintLine = (line: string) => void;
