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

/** What the ledger already holds that a batch can touch. */
export type Known = {
  readonly eventsById: Map<string, EventRow>;
  /** By `deadLetterKey`: two devices may send the same bytes. */
  readonly deadLettersByKey: Map<string, DeadLetterRow>;
  /** The subjects of the events and those the events name, as this version folds them. */
  readonly subjectsByKey: Map<SubjectKey, Subject>;
  /** The stored audience of a subject that was folded anew: until it is written, devices rely on that one. */
  readonly storedAudiences: Map<SubjectKey, Audience>;
  /** Subjects that a newer server has written: this one must not write them. */
  readonly newerKeys: ReadonlySet<SubjectKey>;
  /** Events waiting for their subject, in the order they came. */
  readonly heldByKey: Map<SubjectKey, EventRow[]>;
  readonly reference: ReferenceView;
};

/** Of one sender. */
export type Offered = { readonly device: string; readonly receivedEvents: readonly ReceivedEvent[] };

export const deadLetterKey = ({ device, hash }: { readonly device: string; readonly hash: Sha256 }): string =>
  `${device} ${hash}`;

export const keyOfRow = (row: EventRow): SubjectKey =>
  subjectKey({ kind: row.subject_kind, id: row.subject_id });

/** By kind too: the keys begin with it, and a region without it is read from end to end. */
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
    // As a parameter it would hide from SQLite that the index of held events is meant.
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
    // The same row where it is offered again: it may be settled in this very batch.
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
