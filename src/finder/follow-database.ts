/**
 * Keeps the index equal to what the person's database shows, reading only what changed.
 *
 * Promises: reads, never writes; after each round the index holds fold(confirmed, own) of every case here; a round
 * that changes no answer tells nobody.
 * Assumes: a pull writes rows of its snapshot in rising seq, and a new snapshot has a higher number (`applyPullPage`),
 * so that whatever was written since lies beyond the last [snapshot, seq] read, a restored server's rows too; an
 * outbox row gets a higher order than those before it, and its verdict comes with a change of `unsent`.
 * Breaks: writing subjects past `applyPullPage`. What left is found by counting, since leaving has no seq.
 */
import { liveQuery } from 'dexie';
import type { EventId } from '#domain/ledger/ids.ts';
import type { Catalogue } from '#domain/ledger/fold.ts';
import type { Authority } from '#domain/ledger/roles.ts';
import type { SubjectKey } from '#domain/ledger/subject.ts';
import type { MainDb, OutboxRow, SubjectRowLocal } from '#storage/main-db.ts';
import { showSubject } from '#storage/shown-subjects.ts';
import type { CaseIndex } from './case-index.ts';
import { namesOf, readNamed, type Named } from './names.ts';

/** Rows of one transaction: short enough that a question in between is answered within a frame. */
const PAGE = 250;

type Round = {
  readonly subjects: readonly SubjectRowLocal[];
  readonly own: readonly OutboxRow[];
  readonly isLast: boolean;
};

export type Following = {
  /** Everything is held. Rejects when the database cannot be read. */
  readonly loaded: Promise<void>;
  readonly stop: () => void;
};

type Listeners = {
  readonly onProgress: (done: number, of: number) => void;
  readonly onChange: () => void;
  readonly onFault: (error: unknown) => void;
};

export const followDatabase = (
  db: MainDb,
  by: Authority,
  index: CaseIndex,
  { onProgress, onChange, onFault }: Listeners,
): Following => {
  let read: [snapshot: number, seq: number] = [-1, -1];
  let lastOrder = -1;
  let catalogue: Catalogue = { hazardExists: () => false };
  const held = new Set<SubjectKey>();
  /** This person's own events here, by the case they speak of. */
  const ownByKey = new Map<SubjectKey, Set<EventId>>();
  let unsent = new Set<EventId>();

  const remember = (rows: readonly OutboxRow[]): void => {
    for (const { subjectKey, eventId } of rows)
      ownByKey.set(subjectKey, (ownByKey.get(subjectKey) ?? new Set()).add(eventId));
  };

  /** Rows of events that were sent, or are offered again, since the last look. */
  const readTurned = async (): Promise<readonly OutboxRow[]> => {
    const now = new Set(await db.outbox.where('unsent').equals(1).primaryKeys());
    const turned = [...now].filter((id) => !unsent.has(id)).concat([...unsent].filter((id) => !now.has(id)));
    unsent = now;
    return (await db.outbox.bulkGet(turned)).filter((row) => row !== undefined);
  };

  const readGone = async (): Promise<readonly SubjectKey[]> => {
    if ((await db.subjects.count()) === held.size) return [];
    const here = new Set(await db.subjects.toCollection().primaryKeys());
    const gone = [...held].filter((key) => !here.has(key));
    for (const key of gone) held.delete(key);
    return gone;
  };

  /** Own events can only lie on top of a case whose pulled history lacks one of them. */
  const readOwn = async (row: SubjectRowLocal | undefined, key: SubjectKey): Promise<readonly OutboxRow[]> => {
    const known = new Set(row?.subject.timeline.map((line) => line.eventId));
    const own = ownByKey.get(key);
    if (!own || [...own].every((id) => known.has(id))) return [];
    return db.outbox.where('subjectKey').equals(key).sortBy('order');
  };
