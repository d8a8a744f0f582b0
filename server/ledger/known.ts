import { sql } from 'kysely';
import type { Audience } from '#domain/ledger/audience.ts';
import { subjectKey, type SubjectKey } from '#domain/ledger/subject-key.ts';
import type { Sha256 } from '#domain/base/units.ts';
import type { ReferenceView } from '#domain/reference/reference-view.ts';
import { foldVersionOf, namedBy, subjectKinds, type Subject } from '#domain/subjects.ts';
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
  /** The subjects of the events and those the events name, as this version folds them. */
  readonly subjectsByKey: Map<SubjectKey, Subject>;
  /** The stored audience of a subject that was folded anew: until it is written, devices rely on that one. */
  readonly storedAudiences: Map<SubjectKey, Audience>;
  /** Subjects that a newer fold wrote: this server must not write them. */
  readonly newerKeys: ReadonlySet<SubjectKey>;
  /** Held events of a subject, in the order in which they arrived. */
  readonly heldByKey: Map<SubjectKey, EventRow[]>;
  readonly reference: ReferenceView;
};

/** The events of one sender. */
export type Offered = { readonly device: string; readonly receivedEvents: readonly ReceivedEvent[] };

export const deadLetterKey = ({ device, hash }: { readonly device: string; readonly hash: Sha256 }): string =>
  `${device} ${hash}`;

export const keyOfRow = (row: EventRow): SubjectKey =>
  subjectKey({ kind: row.subject_kind, id: row.subject_id });

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

export const readKnown = async (
  store: Store,
  tx: Writing,
  region: string,
  offered: readonly Offered[],
): Promise<Known> => {
  const receivedEvents = offered.flatMap((it) => it.receivedEvents);
  const events = receivedEvents.flatMap(({ event }) => event ?? []);
  const subjectIds = anyOf(
    events.flatMap((event) => [event.subject.id, ...namedBy(event).map(({ id }) => id)]),
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
  for (const held of await readHeld(tx, region, subjectIds)) {
    // One object for an event that is sent again: this batch may judge it.
    const row = eventsById.get(held.id) ?? held;
    heldByKey.set(keyOfRow(row), [...(heldByKey.get(keyOfRow(row)) ?? []), row]);
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
