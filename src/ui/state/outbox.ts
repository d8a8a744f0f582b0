/** What waits on this phone, report by report and photo by photo, for whoever looks at it. */
import { createMemo, type Accessor } from 'solid-js';
import type { ErrorCode } from '#domain/base/errors.ts';
import type { Bytes, Millis, Sha256 } from '#domain/base/units.ts';
import { correctedAt } from '#domain/ledger/corrected-at.ts';
import type { EventType } from '#domain/ledger/envelope.ts';
import type { OutboxRow, PhotoRow } from '#storage/main-db.ts';
import type { ReportSummary } from '#storage/my-reports.ts';
import { onItsWay, type OnItsWay } from '#storage/on-its-way.ts';
import { isLost } from '#storage/waiting-photos.ts';
import { createLiveQuery, paceOf } from './live-query.ts';
import type { PersonState } from './person.ts';

export type OutboxPhoto = {
  readonly sha256: Sha256;
  readonly thumbnail: { readonly sha256: Sha256; readonly bytes: Bytes };
  readonly bytes: Bytes;
  /** What the server is known to hold of it. */
  readonly sent: Bytes;
  readonly state: 'here' | 'stored' | 'there' | 'lost';
  readonly tries: number;
  readonly lastError: ErrorCode | null;
};

export type OutboxItem = {
  readonly caseId: string;
  /** The own report it belongs to; null for a note or a decision on somebody else's case. */
  readonly report: ReportSummary | null;
  /** What of it is unsent besides the report itself. */
  readonly acts: readonly EventType[];
  readonly at: Millis;
  readonly photos: readonly OutboxPhoto[];
  /** Of the text: how often it was tried, and what stopped it last. */
  readonly tries: number;
  readonly lastError: ErrorCode | null;
  /** By what it is tried again by hand: ids and hashes. Empty when nothing of it can be sent. */
  readonly names: readonly string[];
};

const states = { waiting: 'here', stored: 'stored', confirmed: 'there', freed: 'there' } as const;

const photoOf = (row: PhotoRow): OutboxPhoto => ({
  sha256: row.sha256,
  thumbnail: { sha256: row.thumbnail, bytes: row.thumbnailBytes },
  bytes: row.bytes,
  sent: row.sent,
  state: isLost(row) ? 'lost' : states[row.state],
  tries: row.tries,
  lastError: row.lastError,
});

const isOpen = (row: PhotoRow): boolean =>
  (row.state === 'waiting' && !isLost(row)) || row.thumbnailState === 'waiting';

const itemOf = (
  caseId: string,
  report: ReportSummary | null,
  events: readonly OutboxRow[],
  rows: readonly PhotoRow[],
): OutboxItem => {
  const unsent = events.filter((row) => row.unsent === 1);
  const names = [
    ...unsent.map((row) => row.eventId),
    ...rows.filter(isOpen).flatMap((row) => [row.sha256, row.thumbnail]),
  ];
  return {
    caseId,
    report,
    acts: unsent.filter((row) => row.eventId !== report?.eventId).map((row) => row.event.type),
    at: report?.reportedAt ?? Math.max(...events.map((row) => correctedAt(row.event))),
    photos: rows.map(photoOf),
    tries: Math.max(0, ...unsent.map((row) => row.tries)),
    lastError: unsent.findLast((row) => row.lastError !== null)?.lastError ?? null,
    names,
  };
};

export const isRejected = ({ report }: OutboxItem): boolean => report?.trust.kind === 'rejected';

/** Rejected ones on top, since they wait for the person; then newest first. */
export const outboxItems = (reports: readonly ReportSummary[], way: OnItsWay): OutboxItem[] => {
  const reportsByCase = new Map(reports.map((report) => [report.caseId, report]));
  const eventsByCase = new Map<string, OutboxRow[]>();
  for (const row of way.events) {
    const { id } = row.event.subject;
    eventsByCase.set(id, [...(eventsByCase.get(id) ?? []), row]);
  }
  const photosByHash = new Map(way.photos.map((photo) => [photo.sha256, photo]));
  return [...eventsByCase]
    .map(([caseId, events]) => {
      // As the person took them.
      const hashes = new Set(events.flatMap(({ event }) => event.photos.map(({ sha256 }) => sha256)));
      const photos = [...hashes].flatMap((sha256) => photosByHash.get(sha256) ?? []);
      return itemOf(caseId, reportsByCase.get(caseId) ?? null, events, photos);
    })
    .sort((a, b) => Number(isRejected(b)) - Number(isRejected(a)) || b.at - a.at);
};

/** Undefined until read. Lives as long as the screen that asks. */
export const createOutbox = ({
  db,
  reports,
  sync,
}: PersonState): Accessor<readonly OutboxItem[] | undefined> => {
  const rejected = createMemo(
    () =>
      (reports() ?? []).flatMap(({ trust, eventId }) =>
        trust.kind === 'rejected' && trust.replacedBy === null ? [eventId] : [],
      ),
    undefined,
    { equals: (a, b) => a.join() === b.join() },
  );
  const way = createLiveQuery(() => {
    const besides = rejected();
    return () => onItsWay(db, besides);
  }, paceOf(sync.status));
  return createMemo(() => {
    const [own, moving] = [reports(), way()];
    return own && moving && outboxItems(own, moving);
  });
};
