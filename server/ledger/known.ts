import { sql } from 'kysely';
import type { Audience } from '#domain/ledger/audience.ts';
import { subjectKey, type SubjectKey } from '#domain/ledger/subject-key.ts';
import type { Sha256 } from '#domain/base/units.ts';
import { parseEvent } from '#domain/parse-event.ts';
import type { ReferenceView } from '#domain/reference/reference-view.ts';
import { foldVersionOf, namedBy, subjectKinds, type LedgerEvent, type Subject } from '#domain/subjects.ts';
import { anyOf, type Store, type Writing } from '#server/store/store.ts';
import type { DeadLetterRow, EventRow } from '#server/store/tables.ts';
import type { ReceivedEvent } from './check-event.ts';
import { referenceViewOf } from './reference-views.ts';
import { refoldSubject } from './refold.ts';

/** The stored rows that a batch may read or change. */
export type Known = {
  readonly eventsById: Map<string, EventRow>;
  /** By `deadLetterKey`: two devices may send the same bytes. */
  readonly deadLettersByKey: Map<string, DeadLetterRow>;
  /** The subjects of the events, and those that the events or held events name, as this version folds them. */
  readonly subjectsByKey: Map<SubjectKey, Subject>;
  /** The stored audience of a subject that was folded anew: until it is written, devices rely on that one. */
  readonly storedAudiences: Map<SubjectKey, Audience>;
  /** Subjects that this server must not write: a newer fold wrote them, or only a newer server can judge their held events. */
  readonly newerKeys: ReadonlySet<SubjectKey>;
  /** Held events of a subject, in the order in which they arrived. */
  readonly heldByKey: Map<SubjectKey, EventRow[]>;
  readonly reference: ReferenceView;
};

/** The events of one sender. */
export type Offered = { readonly device: string; readonly receivedEvents: readonly ReceivedEvent[] };

export const deadLetterKey = ({ device, hash }: { readonly device: string; readonly hash: Sha256 }): string =>
  `${device} ${hash}`;

const keyOfRow = (row: EventRow): SubjectKey => subjectKey({ kind: row.subject_kind, id: row.subject_id });

/** Selects by kind too: the primary key begins with region and kind, so a query without it scans the region. */
const readSubjects = (tx: Writing, region: string, ids: readonly string[]) =>
  tx
    .selectFrom('subjects')
    .select(['kind', 'id', 'body', 'audience', 'fold'])
    .where('region', '=', region)
    .where('kind', 'in', subjectKinds)
    .where('id', 'in', ids)
    .execute();

const readHeld = (tx: Writing, region: string, ids: readonly string[]): Promise<EventRow[]> =>
  tx
    .selectFrom('events')
    .selectAll()
    .where('region', '=', region)
    // A literal: with a parameter SQLite does not use the partial index of held events.
    .where('verdict', '=', sql.lit('held'))
    .where('subject_kind', 'in', subjectKinds)
    .where('subject_id', 'in', ids)
    .orderBy('received_at')
    .orderBy('position')
    .orderBy('id')
    .execute();

/** Null for a held event of a type that only a newer server reads. */
const heldEvent = ({ text }: EventRow): LedgerEvent | null => {
  const parsed = parseEvent(text);
  return parsed.ok ? parsed.value : null;
};

export const readKnown = async (
  store: Store,
  tx: Writing,
  region: string,
  offered: readonly Offered[],
): Promise<Known> => {
  const receivedEvents = offered.flatMap((it) => it.receivedEvents);
  const events = receivedEvents.flatMap(({ event }) => event ?? []);
  const heldRows = await readHeld(tx, region, anyOf(events.map((event) => event.subject.id)));
  const held = heldRows.map((row) => ({ row, event: heldEvent(row) }));
  const subjectIds = anyOf(
    [...events, ...held.flatMap(({ event }) => event ?? [])].flatMap((event) => [
      event.subject.id,
      ...namedBy(event).map(({ id }) => id),
    ]),
  );
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
  const subjectsByKey = new Map<SubjectKey, Subject>();
  const storedAudiences = new Map<SubjectKey, Audience>();
  const newerKeys = new Set<SubjectKey>();
  for (const { kind, id, body, audience, fold } of await readSubjects(tx, region, subjectIds)) {
    const key = subjectKey({ kind, id });
    const version = foldVersionOf({ kind });
    if (fold > version) newerKeys.add(key);
    const refolded = fold < version ? await refoldSubject(tx, region, { kind, id }) : null;
    if (refolded) storedAudiences.set(key, JSON.parse(audience) as Audience);
    subjectsByKey.set(key, refolded ?? (JSON.parse(body) as Subject));
  }
  const heldByKey = new Map<SubjectKey, EventRow[]>();
  const eventsById = new Map(eventRows.map((row) => [row.id, row]));
  for (const { row, event } of held) {
    const key = keyOfRow(row);
    // One object for an event that is sent again: this batch may judge it.
    heldByKey.set(key, [...(heldByKey.get(key) ?? []), eventsById.get(row.id) ?? row]);
    if (event === null || namedBy(event).some((ref) => newerKeys.has(subjectKey(ref)))) newerKeys.add(key);
  }
  return {
    eventsById,
    deadLettersByKey: new Map(deadLetterRows.map((row) => [deadLetterKey(row), row])),
    subjectsByKey,
    storedAudiences,
    newerKeys,
    heldByKey,
    reference: await referenceViewOf(store, tx, region),
  };
};
