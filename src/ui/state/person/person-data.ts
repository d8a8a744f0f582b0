import type { Accessor } from 'solid-js';
import { createEffect, createMemo, createSignal } from 'solid-js';
import type { MainDb } from '#storage/databases/main-db.ts';
import {
  joinReports,
  pulledReports,
  readOwnEvents,
  type Judging,
  type OwnEvents,
  withPhotos,
  type ReportSummary,
} from '#storage/subjects/my-reports.ts';
import { remainingOf } from '#storage/outbox/remaining-of.ts';
import { isRefused } from '#storage/outbox/trust-state.ts';
import { authorityOf } from '#storage/person/authority.ts';
import type { SyncStatus } from '#sync/engine/status.ts';
import type { Draft } from '#storage/databases/main-db.ts';
import { openDrafts } from '#ui/state/capture/open-draft.ts';
import { createLiveQuery, paceOf } from '#ui/state/reactive/live-query.ts';
import { createReference, type Reference } from './reference.ts';
import { sendingOf, type Sending } from '#ui/state/sync/sending.ts';
import type { Person } from '#domain/people/person.ts';

export type PersonData = {
  readonly reference: Reference;
  /** Own reports, newest first; undefined until they are read. */
  readonly reports: Accessor<readonly ReportSummary[] | undefined>;
  readonly sending: Accessor<Sending | undefined>;
  readonly unsent: Accessor<number>;
  /** Unfinished reports, newest change first. */
  readonly drafts: Accessor<readonly Draft<'report'>[] | undefined>;
};

/** The data of a person on this phone, as live queries of the database. */
export const createPersonData = (
  db: MainDb,
  person: Accessor<Person>,
  status: Accessor<SyncStatus>,
): PersonData => {
  // A new clock offset alone must not start every query again.
  const authority = createMemo(() => authorityOf({ person: person() }), undefined, {
    equals: (a, b) => JSON.stringify(a) === JSON.stringify(b),
  });
  const pace = paceOf(status);
  const pulled = createLiveQuery(() => {
    const by = authority();
    return () => pulledReports(db, by);
  }, pace);
  const [judging, setJudging] = createSignal<Judging | null>(null);
  const [fault, setFault] = createSignal<unknown>();
  const read = createLiveQuery(() => {
    const loaded = judging();
    return () => readOwnEvents(db, loaded);
  }, pace);
  createEffect(() => {
    if (read() === null && !judging())
      void import('#storage/subjects/judging.ts').then((module) => setJudging(() => module), setFault);
  });
  /** A module that cannot be loaded goes to the nearest error boundary. */
  const ownEvents = (): OwnEvents | undefined => {
    if (fault()) throw fault();
    return read() ?? undefined;
  };
  const ownEventsWithPhotos = createLiveQuery(() => {
    const own = ownEvents();
    return async () => own && withPhotos(db, own);
  }, pace);
  const reports = createMemo(() => {
    const [fromServer, own] = [pulled(), ownEventsWithPhotos()];
    return fromServer && own && joinReports(fromServer, own, authority());
  });
  const remaining = createMemo(() => {
    const own = ownEventsWithPhotos();
    return own && { ...remainingOf(own), refused: own.events.filter(isRefused).length };
  });
  return {
    reference: createReference(db),
    reports,
    sending: createMemo(() => {
      const own = reports();
      const waiting = remaining();
      return own && waiting && sendingOf(own, waiting, status());
    }),
    unsent: () => remaining()?.events ?? 0,
    drafts: createLiveQuery(() => () => openDrafts(db)),
  };
};
