/** Compares what a real server stores with what it answered, after every restart and on every disk image. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { Store } from '#server/store/store.ts';
import {
  checkNames,
  checkPhotos,
  checkRows,
  nothingFound,
  type Findings,
  type LedgerRows,
  type PhotoHashes,
} from '#tests/support/data/ledger-invariants.ts';
import type { Answered } from './field-phone.ts';

const readRows = (store: Store): Promise<LedgerRows> =>
  store.read.transaction().execute(async (db) => ({
    regions: await db.selectFrom('regions').selectAll().execute(),
    changes: await db.selectFrom('changes').selectAll().orderBy('seq').execute(),
    events: await db.selectFrom('events').selectAll().orderBy('seq').execute(),
    dead_letters: await db.selectFrom('dead_letters').selectAll().execute(),
    subjects: await db.selectFrom('subjects').selectAll().execute(),
    claims: await db.selectFrom('claims').selectAll().execute(),
    photos: await db.selectFrom('photos').selectAll().execute(),
  }));

const checkVerdicts = ({ events }: LedgerRows, answered: Answered, found: Findings): void => {
  const eventsByHash = new Map(events.map((event) => [event.hash, event]));
  for (const [hash, verdict] of answered.verdicts) {
    const event = eventsByHash.get(hash);
    if (!event) {
      found.lost.push(`event ${hash} was answered ${verdict.verdict} and is not in the ledger`);
      continue;
    }
    // A held event gets another verdict when its subject arrives.
    if (verdict.verdict === 'held') continue;
    const now = [event.verdict, event.reason, event.seq, event.received_at];
    const then = [verdict.verdict, verdict.reason, verdict.seq, verdict.receivedAt];
    if (JSON.stringify(now) !== JSON.stringify(then))
      found.wrong.push(`event ${hash} was answered ${then.join()} and is now ${now.join()}`);
  }
};

/** The hash of every file under `photos`, by its name. */
const hashFiles = async (folder: string): Promise<PhotoHashes> => {
  const hashesByName = new Map<string, string>();
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const bytes = await readFile(join(entry.parentPath, entry.name));
    hashesByName.set(entry.name, createHash('sha256').update(bytes).digest('hex'));
  }
  return hashesByName;
};

const checkStored = (
  { claims, photos }: LedgerRows,
  files: PhotoHashes,
  answered: Answered,
  found: Findings,
): void => {
  const rows = new Set(photos.map((photo) => photo.sha256));
  const sent = new Set(claims.flatMap((claim) => (claim.sent_at === null ? [] : claim.sha256)));
  for (const sha256 of answered.stored) {
    if (!files.has(sha256)) found.lost.push(`photo ${sha256} was answered stored and has no file`);
    if (!rows.has(sha256)) found.lost.push(`photo ${sha256} was answered stored and has no row`);
    if (!sent.has(sha256)) found.lost.push(`photo ${sha256} was answered stored and is not known as sent`);
  }
};

const checkDatabase = async (store: Store, found: Findings): Promise<void> => {
  if (store.kind !== 'sqlite') return;
  const { rows } = await sql<{ integrity_check: string }>`pragma integrity_check`.execute(store.read);
  for (const { integrity_check: line } of rows) if (line !== 'ok') found.wrong.push(`the database: ${line}`);
};

/**
 * The server may be running: collect `answered` before the call. Rows are read before files, since the file of a photo is
 * written before its row.
 */
export const checkInvariants = async (
  store: Store,
  photosFolder: string,
  answered: Answered,
  found = nothingFound(),
): Promise<Findings> => {
  await checkDatabase(store, found);
  const rows = await readRows(store);
  checkRows(rows, found);
  checkVerdicts(rows, answered, found);
  const files = await hashFiles(photosFolder);
  checkNames(files, found);
  checkPhotos(rows, files, found);
  checkStored(rows, files, answered, found);
  return found;
};
