import type { Selectable } from 'kysely';
import type { Subject } from '#domain/ledger/fold.ts';
import { subjectKey, type SubjectKey } from '#domain/ledger/subject-key.ts';
import type { Sha256 } from '#domain/base/units.ts';
import { anyOf, type Writing } from '#server/store/store.ts';
import type { Tables } from '#server/store/tables.ts';
import type { Arrival } from './check-event.ts';

export type EventRow = Selectable<Tables['events']>;
export type LetterRow = Selectable<Tables['dead_letters']>;

/** What the ledger already holds that a batch can touch. */
export type Known = {
  readonly eventsById: Map<string, EventRow>;
  readonly lettersByHash: Map<Sha256, LetterRow>;
  readonly subjectsByKey: Map<SubjectKey, Subject>;
  /** Events waiting for their subject, in the order they came. */
  readonly heldByKey: Map<SubjectKey, EventRow[]>;
  /** Every kind there ever was: what was seen while one was in force is reported under it later too. */
  readonly hazards: ReadonlySet<string>;
};

export const keyOfRow = (row: EventRow): SubjectKey =>
  subjectKey({ kind: row.subject_kind, id: row.subject_id });

const readSubjects = async (tx: Writing, region: string, ids: readonly string[]): Promise<Subject[]> => {
  const rows = await tx
    .selectFrom('subjects')
    .select('body')
    .where('region', '=', region)
    .where('id', 'in', ids)
    .execute();
  return rows.map((row) => JSON.parse(row.body) as Subject);
};

const readHeld = (tx: Writing, region: string, ids: readonly string[]): Promise<EventRow[]> =>
  tx
    .selectFrom('events')
    .selectAll()
    .where('region', '=', region)
    .where('verdict', '=', 'held')
    .where('subject_id', 'in', ids)
    .orderBy('received_at')
    .orderBy('position')
    .orderBy('id')
    .execute();

export const readKnown = async (
  tx: Writing,
  region: string,
  device: string,
  arrivals: readonly Arrival[],
): Promise<Known> => {
  const events = arrivals.flatMap(({ event }) => event ?? []);
  const subjectIds = anyOf(events.map((event) => event.subject.id));
  const eventRows = await tx
    .selectFrom('events')
    .selectAll()
    .where('region', '=', region)
    .where('id', 'in', anyOf(events.map((event) => event.id)))
    .execute();
  const letterRows = await tx
    .selectFrom('dead_letters')
    .selectAll()
    .where('device', '=', device)
    .where('hash', 'in', anyOf(arrivals.map((arrival) => arrival.hash)))
    .execute();
  const subjects = await readSubjects(tx, region, subjectIds);
  const hazardRows = await tx
    .selectFrom('reference')
    .select('id')
    .where('region', '=', region)
    .where('kind', '=', 'hazardKind')
    .execute();
  const heldByKey = new Map<SubjectKey, EventRow[]>();
  for (const row of await readHeld(tx, region, subjectIds))
    heldByKey.set(keyOfRow(row), [...(heldByKey.get(keyOfRow(row)) ?? []), row]);
  return {
    eventsById: new Map(eventRows.map((row) => [row.id, row])),
    lettersByHash: new Map(letterRows.map((row) => [row.hash, row])),
    subjectsByKey: new Map(subjects.map((subject) => [subjectKey(subject), subject])),
    heldByKey,
    hazards: new Set(hazardRows.map((row) => row.id)),
  };
};
