/**
 * Invariants of the rows and files of a server, after whatever happened. The simulation checks them, and so do the runs that
 * kill real servers and cut their power.
 */
import type { Basis } from '#domain/ledger/verdict.ts';
import type { Selectable } from 'kysely';
import type { ErrorCode } from '#domain/base/errors.ts';
import type { Authority } from '#domain/ledger/roles.ts';
import type { LedgerEntry } from '#domain/subjects.ts';
import type { EventRow } from '#server/store/tables.ts';
import type { Tables } from '#server/store/tables.ts';
import { parseEvent } from '#domain/parse-event.ts';
import { fold, type Subject } from '#domain/subjects.ts';

/** Violations, one readable line each. */
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

/** The tables that are checked. */
export const ledgerTables = [
  'regions',
  'changes',
  'events',
  'dead_letters',
  'subjects',
  'claims',
  'photos',
] as const satisfies readonly (keyof Tables)[];
/** All rows of each table; events and changes by seq. */
export type LedgerRows = {
  readonly [Name in (typeof ledgerTables)[number]]: readonly Selectable<Tables[Name]>[];
};

const countBy = <T>(items: readonly T[], keyOf: (item: T) => string): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
  return counts;
};

const checkEvents = ({ events, dead_letters: deadLetters }: LedgerRows, found: Findings): void => {
  // A rejected event is also a dead letter.
  const taken = events.filter((event) => event.verdict !== 'rejected');
  for (const [hash, times] of countBy([...taken, ...deadLetters], (row) => row.hash))
    if (times > 1) found.doubled.push(`event ${hash} is stored ${times} times`);
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
    basis: row.basis === null ? null : (JSON.parse(row.basis) as Basis),
  };
};

const checkSubjects = ({ events, subjects }: LedgerRows, found: Findings): void => {
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
      if (times > 1) found.doubled.push(`event ${event} occurs ${times} times in the timeline of ${id}`);
    const folded = fold((eventsBySubject.get(id) ?? []).map(entryOf));
    if (JSON.stringify(folded) !== body) found.wrong.push(`subject ${id} is not the fold of its events`);
    eventsBySubject.delete(id);
  }
  for (const id of eventsBySubject.keys()) found.lost.push(`subject ${id} has events and no row`);
};

const checkFeed = ({ regions, changes, events, subjects }: LedgerRows, found: Findings): void => {
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

/** Each event exists once, each subject is the fold of its events, and the feed of each region has no gap. */
export const checkRows = (rows: LedgerRows, found: Findings): void => {
  checkEvents(rows, found);
  checkSubjects(rows, found);
  checkFeed(rows, found);
};

/** The hash of the bytes of each photo file, by file name. */
export type PhotoHashes = ReadonlyMap<string, string>;

export const checkNames = (files: PhotoHashes, found: Findings): void => {
  for (const [name, hash] of files)
    if (name !== hash) found.wrong.push(`the file photos/…/${name} has bytes that hash to ${hash}`);
};

/** Valid if the server has checked its photo files since they last changed. */
export const checkPhotos = ({ claims, photos }: LedgerRows, files: PhotoHashes, found: Findings): void => {
  const rows = new Set(photos.map((photo) => photo.sha256));
  for (const sha256 of rows) if (!files.has(sha256)) found.lost.push(`photo ${sha256} has a row and no file`);
  for (const { sha256, sent_at: sentAt } of claims)
    if (sentAt !== null && !rows.has(sha256)) found.lost.push(`photo ${sha256} was sent and has no row`);
};
