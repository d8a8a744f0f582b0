/**
 * What must hold on a server whatever happened to it, written once: asked of its rows and files after every restart,
 * and of every image of a disk that lost power.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { ErrorCode } from '#domain/base/errors.ts';
import { parseEvent } from '#domain/ledger/envelope.ts';
import { fold, type Subject } from '#domain/ledger/fold.ts';
import type { Authority } from '#domain/ledger/roles.ts';
import type { LedgerEntry } from '#domain/ledger/verdict.ts';
import type { EventRow } from '#server/ledger/known.ts';
import type { Store } from '#server/store/store.ts';
import type { Told } from './field-phone.ts';

/** Each a line for a person to read; none is as it must be. */
export type Findings = {
  readonly lost: string[];
  readonly doubled: string[];
  readonly wrong: string[];
};
export const nothingFound = (): Findings => ({ lost: [], doubled: [], wrong: [] });
export const allOf = ({ lost, doubled, wrong }: Findings): readonly string[] => [
  ...lost,
  ...doubled,
  ...wrong,
];

const readRows = (store: Store) =>
  store.read.transaction().execute(async (db) => ({
    regions: await db.selectFrom('regions').selectAll().execute(),
    changes: await db.selectFrom('changes').selectAll().orderBy('seq').execute(),
    events: await db.selectFrom('events').selectAll().orderBy('seq').execute(),
    letters: await db.selectFrom('dead_letters').selectAll().execute(),
    subjects: await db.selectFrom('subjects').selectAll().execute(),
    claims: await db.selectFrom('claims').selectAll().execute(),
    photos: await db.selectFrom('photos').selectAll().execute(),
  }));
type Rows = Awaited<ReturnType<typeof readRows>>;

const countBy = <T>(items: readonly T[], keyOf: (item: T) => string): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
  return counts;
};

const checkEvents = ({ events, letters }: Rows, told: Told, found: Findings): void => {
  const eventsByHash = new Map(events.map((event) => [event.hash, event]));
  // A rejected event is a dead letter besides, for an admin to mend.
  const taken = events.filter((event) => event.verdict !== 'rejected');
  for (const [hash, times] of countBy([...taken, ...letters], (row) => row.hash))
    if (times > 1) found.doubled.push(`event ${hash} is stored ${times} times`);
  for (const [hash, verdict] of told.verdicts) {
    const event = eventsByHash.get(hash);
    if (!event) {
      found.lost.push(`event ${hash} was answered ${verdict.verdict} and is not in the ledger`);
      continue;
    }
    // What waited for its subject is settled when that comes.
    if (verdict.verdict === 'held') continue;
    const now = [event.verdict, event.reason, event.seq, event.received_at];
    const then = [verdict.verdict, verdict.reason, verdict.seq, verdict.receivedAt];
    if (JSON.stringify(now) !== JSON.stringify(then))
      found.wrong.push(`event ${hash} was answered ${then.join()} and is now ${now.join()}`);
  }
};

const entryOf = (row: EventRow): LedgerEntry => {
  const event = parseEvent(row.text);
  if (!event.ok) throw new Error(`the stored event ${row.id} is ${event.error}`);
  return {
    event: event.value,
    verdict: row.verdict === 'contested' ? 'contested' : 'applied',
    reason: row.reason as ErrorCode | null,
    by: JSON.parse(row.authority) as Authority,
    receivedAt: row.received_at,
  };
};

const checkSubjects = ({ events, subjects }: Rows, found: Findings): void => {
  const eventsBySubject = new Map<string, EventRow[]>();
  for (const event of events) {
    if (event.seq === null) continue;
    const own = eventsBySubject.get(event.subject_id);
    if (own) own.push(event);
    else eventsBySubject.set(event.subject_id, [event]);
  }
  for (const { id, body } of subjects) {
    const { timeline } = JSON.parse(body) as Subject;
    for (const [event, times] of countBy(timeline, (line) => line.eventId))
      if (times > 1) found.doubled.push(`event ${event} stands ${times} times in the timeline of ${id}`);
    const folded = fold((eventsBySubject.get(id) ?? []).map(entryOf));
    if (JSON.stringify(folded) !== body) found.wrong.push(`subject ${id} is not the fold of its events`);
    eventsBySubject.delete(id);
  }
  for (const id of eventsBySubject.keys()) found.lost.push(`subject ${id} has events and no row`);
};

const checkFeed = ({ regions, changes, events, subjects }: Rows, found: Findings): void => {
  for (const { region, seq, mark } of regions) {
    const own = changes.filter((change) => change.region === region);
    const hole = own.findIndex((change, at) => change.seq !== at + 1);
    if (hole >= 0) found.wrong.push(`the feed of ${region} has no ${hole + 1}`);
    if (own.length !== seq)
      found.wrong.push(`the feed of ${region} has ${own.length} numbers, its head is ${seq}`);
    if (own.length > 0 && own.at(-1)?.mark !== mark)
      found.wrong.push(`the head of ${region} is not its last change`);
  }
  const heads = new Map(regions.map(({ region, seq }) => [region, seq]));
  for (const { region, id, seq } of [...events, ...subjects])
    if ((seq ?? 0) > (heads.get(region) ?? 0))
      found.wrong.push(`${id} is at ${seq}, beyond the feed of ${region}`);
};

/** The hash of every file under `photos`, by its name. */
const hashFiles = async (folder: string): Promise<ReadonlyMap<string, string>> => {
  const hashesByName = new Map<string, string>();
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const bytes = await readFile(join(entry.parentPath, entry.name));
    hashesByName.set(entry.name, createHash('sha256').update(bytes).digest('hex'));
  }
  return hashesByName;
};

const checkPhotos = (
  { claims, photos }: Rows,
  files: ReadonlyMap<string, string>,
  told: Told,
  found: Findings,
): void => {
  for (const [name, hash] of files)
    if (name !== hash) found.wrong.push(`the file photos/…/${name} has bytes that hash to ${hash}`);
  const rows = new Set(photos.map((photo) => photo.sha256));
  const sent = new Set(claims.flatMap((claim) => (claim.sent_at === null ? [] : claim.sha256)));
  for (const sha256 of rows) if (!files.has(sha256)) found.lost.push(`photo ${sha256} has a row and no file`);
  for (const sha256 of sent)
    if (!rows.has(sha256)) found.lost.push(`photo ${sha256} was sent and has no row`);
  for (const sha256 of told.stored) {
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
 * A server may be working meanwhile: take `told` before, and what is told while this reads is not asked for.
 * Rows are read before files, since a photo's file is there before its row.
 */
export const checkInvariants = async (
  store: Store,
  photosFolder: string,
  told: Told,
  found = nothingFound(),
): Promise<Findings> => {
  await checkDatabase(store, found);
  const rows = await readRows(store);
  checkEvents(rows, told, found);
  checkSubjects(rows, found);
  checkFeed(rows, found);
  checkPhotos(rows, await hashFiles(photosFolder), told, found);
  return found;
};
