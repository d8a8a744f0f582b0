/** The outbox screen's data: what waits on this phone, by report and by photo. */
import { createMemo, type Accessor } from 'solid-js';
import type { ErrorCode } from '#domain/base/errors.ts';
import type { Bytes, Millis, Sha256 } from '#domain/base/units.ts';
import { eventTime } from '#domain/ledger/event-time.ts';
import type { EventId } from '#domain/ledger/ids.ts';
import type { OutboxRow, PhotoRow } from '#storage/databases/main-db.ts';
import type { ReportSummary } from '#storage/subjects/my-reports.ts';
import { readInTransit, type InTransit } from '#storage/outbox/in-transit.ts';
import { dismissRefused, refusedEvents } from '#storage/outbox/refused.ts';
import { isRefused, type TrustState } from '#storage/outbox/trust-state.ts';
import { isLost } from '#storage/photos/lost-photo.ts';
import { createLiveQuery, paceOf } from '#ui/state/reactive/live-query.ts';
import type { PersonState } from '#ui/state/person/person.ts';
import type { EventType } from '#domain/subjects.ts';

export type OutboxPhoto = {
  readonly sha256: Sha256;
  readonly thumbnail: { readonly sha256: Sha256; readonly bytes: Bytes };
  readonly bytes: Bytes;
  /** How many bytes the server is known to have. */
  readonly sent: Bytes;
  readonly state: 'here' | 'stored' | 'there' | 'lost';
  readonly tries: number;
  readonly lastError: ErrorCode | null;
};

/** A rejected note, photo event or decision: its text and the reason. */
export type RefusedAct = {
  readonly eventId: EventId;
  readonly type: EventType;
  readonly text: string;
  readonly reason: ErrorCode;
};

export type OutboxItem = {
  readonly caseId: string;
  /** The own report of the case; null for an act on a case that another person reported. */
  readonly report: ReportSummary | null;
  readonly trust: TrustState;
  /** The types of all its events, each once. */
  readonly kinds: readonly EventType[];
  /** The types of its unsent events, without the report. */
  readonly acts: readonly EventType[];
  /** Its rejected events, without the report. */
  readonly refused: readonly RefusedAct[];
  readonly at: Millis;
  readonly photos: readonly OutboxPhoto[];
  /** The unsent text: its size, the number of attempts, and the last error. */
  readonly textBytes: Bytes;
  readonly tries: number;
  readonly lastError: ErrorCode | null;
  /** Event ids and hashes for a retry by hand. Empty if nothing of it can be sent. */
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

/** The text of a body, whatever the act calls it. */
const textOf = (body: object): string => {
  const { text, description } = body as { readonly text?: string; readonly description?: string };
  return text ?? description ?? '';
};

const refusedAct = ({ eventId, event, reason }: OutboxRow): RefusedAct => ({
  eventId,
  type: event.type,
  text: textOf(event.body),
  reason: reason ?? 'internal',
});

/** The trust state of acts without an own report. */
const trustOfActs = (
  isUnsent: boolean,
  refused: RefusedAct | undefined,
  photos: readonly OutboxPhoto[],
): TrustState => {
  if (isUnsent) return { kind: 'onPhone' };
  if (refused) return { kind: 'rejected', reason: refused.reason, replacedBy: null };
  const count = (...those: readonly OutboxPhoto['state'][]) =>
    photos.filter(({ state }) => those.includes(state)).length;
  const there = count('stored', 'there');
  return { kind: there > 0 ? 'photos' : 'textReceived', there, of: photos.length, lost: count('lost') };
};

const itemOf = (
  caseId: string,
  report: ReportSummary | null,
  events: readonly OutboxRow[],
  rows: readonly PhotoRow[],
): OutboxItem => {
  const unsent = events.filter((row) => row.unsent === 1);
  const refused = events
    .filter((row) => isRefused(row) && row.unsent === 0 && row.eventId !== report?.eventId)
    .map(refusedAct);
  const photos = rows.map(photoOf);
  const names = [
    ...unsent.map((row) => row.eventId),
    ...rows.filter(isOpen).flatMap((row) => [row.sha256, row.thumbnail]),
  ];
  return {
    caseId,
    report,
    trust: report?.trust ?? trustOfActs(unsent.length > 0, refused[0], photos),
    kinds: [...new Set(events.map((row) => row.event.type))],
    acts: unsent.filter((row) => row.eventId !== report?.eventId).map((row) => row.event.type),
    refused,
    at: report?.reportedAt ?? Math.max(...events.map((row) => eventTime(row.event, row.receivedAt).at)),
    photos,
    textBytes: new Blob(unsent.map((row) => row.text)).size,
    tries: Math.max(0, ...unsent.map((row) => row.tries)),
    lastError: unsent.findLast((row) => row.lastError !== null)?.lastError ?? null,
    names,
  };
};

export const isRejected = ({ trust, refused }: OutboxItem): boolean =>
  trust.kind === 'rejected' || refused.length > 0;

/** Rejected items first, because they wait for the person; then newest first. */
const outboxItems = (reports: readonly ReportSummary[], inTransit: InTransit): OutboxItem[] => {
  const reportsByCase = new Map(reports.map((report) => [report.caseId, report]));
  const eventsByCase = new Map<string, OutboxRow[]>();
  for (const row of inTransit.events) {
    const { id } = row.event.subject;
    eventsByCase.set(id, [...(eventsByCase.get(id) ?? []), row]);
  }
  const photosByHash = new Map(inTransit.photos.map((photo) => [photo.sha256, photo]));
  return [...eventsByCase]
    .map(([caseId, events]) => {
      // In the order in which the person took them.
      const hashes = new Set(events.flatMap(({ event }) => event.photos.map(({ sha256 }) => sha256)));
      const photos = [...hashes].flatMap((sha256) => photosByHash.get(sha256) ?? []);
      return itemOf(caseId, reportsByCase.get(caseId) ?? null, events, photos);
    })
    .sort((a, b) => Number(isRejected(b)) - Number(isRejected(a)) || b.at - a.at);
};

/** Undefined until it is read. Disposed with its screen. */
export const createOutbox = ({
  db,
  reports,
  sync,
}: PersonState): Accessor<readonly OutboxItem[] | undefined> => {
  const pace = paceOf(sync.status);
  const read = createLiveQuery(() => () => refusedEvents(db), pace);
  const refused = createMemo(read, undefined, { equals: (a, b) => a?.join() === b?.join() });
  const inTransit = createLiveQuery(() => {
    const besides = refused();
    return async () => besides && readInTransit(db, besides);
  }, pace);
  return createMemo(() => {
    const [own, waiting] = [reports(), inTransit()];
    return own && waiting && outboxItems(own, waiting);
  });
};

export const dismissRefusedAct = ({ db }: Pick<PersonState, 'db'>, eventId: EventId): Promise<void> =>
  dismissRefused(db, eventId);
