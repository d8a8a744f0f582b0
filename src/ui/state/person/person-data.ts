import type { Accessor } from 'solid-js';
import { createMemo } from 'solid-js';
import type { MainDb } from '#storage/databases/main-db.ts';
import {
  joinReports,
  pulledReports,
  readOwnEvents,
  withPhotos,
  type ReportSummary,
} from '#storage/subjects/my-reports.ts';
import { remainingOf } from '#storage/outbox/remaining-of.ts';
import { isRefused } from '#storage/outbox/trust-state.ts';
import { authorityOf } from '#storage/person/authority.ts';
import type { SyncStatus } from '#sync/engine/status.ts';
import type { DraftRow } from '#storage/databases/main-db.ts';
import { openDrafts } from '#ui/state/capture/open-draft.ts';
import { createLiveQuery, paceOf } from '#ui/state/reactive/live-query.ts';
import { createReference, type Reference } from './reference.ts';
import { sendingOf, type Sending } from '#ui/state/sync/sending.ts';
import type { Person } from '#domain/people/person.ts';

export type PersonData = {
  readonly reference: Reference;
  /** Own reports, newest first; undefined until read. */
  readonly reports: Accessor<readonly ReportSummary[] | undefined>;
  readonly sending: Accessor<Sending | undefined>;
  readonly unsent: Accessor<number>;
  /** A report left unfinished, or null. */
  readonly draft: Accessor<DraftRow | null | undefined>;
};

/** What this phone holds for a person, read from the database and read again whenever it changes. */
export const createPersonData = (
  db: MainDb,
  person: Accessor<Person>,
  status: Accessor<SyncStatus>,
): PersonData => {
  // A new clock offset alone must not make every list be read again.
  const authority = createMemo(() => authorityOf({ person: person() }), undefined, {
    equals: (a, b) => JSON.stringify(a) === JSON.stringify(b),
  });
  const pace = paceOf(status);
  const pulled = createLiveQuery(() => {
    const by = authority();
    return () => pulledReports(db, by);
  }, pace);
  const ownEvents = createLiveQuery(() => () => readOwnEvents(db), pace);
  const ownEventsWithPhotos = createLiveQuery(() => {
    const own = ownEvents();
    return async () => own && withPhotos(db, own);
  }, pace);
  const reports = createMemo(() => {
    const [theirs, own] = [pulled(), ownEventsWithPhotos()];
    return theirs && own && joinReports(theirs, own, authority());
  });
  const left = createMemo(() => {
    const own = ownEventsWithPhotos();
    return own && { ...remainingOf(own), refused: own.events.filter(isRefused).length };
  });
  return {
    reference: createReference(db),
    reports,
    sending: createMemo(() => {
      const own = reports();
      const waits = left();
      return own && waits && sendingOf(own, waits, status());
    }),
    unsent: () => left()?.events ?? 0,
    draft: createLiveQuery(() => async () => (await openDrafts(db))[0] ?? null),
  };
};
