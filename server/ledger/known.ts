import { sql, type Selectable } from 'kysely';
import type { Subject } from '#domain/ledger/fold.ts';
import { subjectKinds } from '#domain/ledger/subject.ts';
import { subjectKey, type SubjectKey } from '#domain/ledger/subject-key.ts';
import type { Sha256 } from '#domain/base/units.ts';
import { anyOf, type Writing } from '#server/store/store.ts';
import type { Tables } from '#server/store/tables.ts';
import type { ReceivedEvent } from './check-event.ts';

export type EventRow = Selectable<Tables['events']>;
export type DeadLetterRow = Selectable<Tables['dead_letters']>;

/** What the ledger already holds that a batch can touch. */
export type Known = {
  readonly eventsById: Map<string, EventRow>;
  /** By `letterKey`: two devices may send the same bytes. */
  readonly deadLettersByKey: Map<string, DeadLetterRow>;
  readonly subjectsByKey: Map<SubjectKey, Subject>;
  /** Events waiting for their subject, in the order they came. */
  readonly heldByKey: Map<SubjectKey, EventRow[]>;
  /** Every kind there ever was: what was seen while one was in force is reported under it later too. */
  readonly hazards: ReadonlySet<string>;
};

/** Of one sender. */
export type Offered = { readonly device: string; readonly receivedEvents: readonly ReceivedEvent[] };

export const deadLetterKey = ({ device, hash }: { readonly device: string; readonly hash: Sha256 }): string =>
  `${device} ${hash}`;

export const keyOfRow = (row: EventRow): SubjectKey =>
  subjectKey({ kind: row.subject_kind, id: row.subject_id });

/** By kind too: the keys begin with it, and a region without it is read from end to end. */
const readSubjects = async (tx: Writing, region: string, ids: readonly string[]): Promise<Subject[]> => {
  const rows = await tx
    .selectFrom('subjects')
    .select('body')
    .where('region', '=', region)
    .where('kind', 'in', subjectKinds)
    .where('id', 'in', ids)
    .execute();
  return rows.map((row) => JSON.parse(row.body) as Subject);
};

const readHeld = (tx: Writing, region: string, ids: readonly string[]): Promise<EventRow[]> =>
  tx
    .selectFrom('events')
    .selectAll()
    .where('region', '=', region)
    // As a parameter it would hide from SQLite that the index of held events is meant.
    .where('verdict', '=', sql.lit('held'))
    .where('subject_kind', 'in', subjectKinds)
    .where('subject_id', 'in', ids)
    .orderBy('received_at')
    .orderBy('position')
    .orderBy('id')
    .execute();

export const readKnown = async (tx: Writing, region: string, offered: readonly Offered[]): Promise<Known> => {
  const receivedEvents = offered.flatMap((it) => it.receivedEvents);
  const events = receivedEvents.flatMap(({ event }) => event ?? []);
  const subjectIds = anyOf(events.map((event) => event.subject.id));
  const eventRows = await tx
    .selectFrom('events')
    .selectAll()
    .where('region', '=', region)
    .where('id', 'in', anyOf(events.map((event) => event.id)))
    .execute();
  const deadLetterRows = await tx
    .selectFrom('dead_letters')
    .selectAll()
    .where('device', 'in', anyOf(offered.map((it) => it.device)))
    .where('hash', 'in', anyOf(receivedEvents.map((received) => received.hash)))
    .execute();
  const subjects = await readSubjects(tx, region, subjectIds);
  const hazardRows = await tx
    .selectFrom('reference')
    .select('id')
    .where('region', '=', region)
    .where('kind', '=', 'hazardKind')
    .execute();
  const heldByKey = new Map<SubjectKey, EventRow[]>();
  const eventsById = new Map(eventRows.map((row) => [row.id, row]));
  for (const held of await readHeld(tx, region, subjectIds)) {
    // The same row where it is offered again: it may be settled in this very batch.
    const row = eventsById.get(held.id) ?? held;
    heldByKey.set(keyOfRow(row), [...(heldByKey.get(keyOfRow(row)) ?? []), row]);
  }
  return {
    eventsById,
    deadLettersByKey: new Map(deadLetterRows.map((row) => [deadLetterKey(row), row])),
    subjectsByKey: new Map(subjects.map((subject) => [subjectKey(subject), subject])),
    heldByKey,
    hazards: new Set(hazardRows.map((row) => row.id)),
  };
};
