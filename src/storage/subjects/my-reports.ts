import type { ErrorCode } from '#domain/base/errors.ts';
import type { Millis } from '#domain/base/units.ts';
import type { HazardCode } from '#domain/catalogue/hazard-kinds.ts';
import { eventTime } from '#domain/ledger/event-time.ts';
import type { EventId } from '#domain/ledger/ids.ts';
import type { ManifestPhoto } from '#domain/ledger/photo-manifest.ts';
import type { Authority } from '#domain/ledger/roles.ts';
import type { SubjectKey } from '#domain/ledger/subject-key.ts';
import type { MainDb, OutboxRow, PhotoRow, SubjectRowLocal } from '#storage/databases/main-db.ts';
import type { readReferenceView } from './reference-view.ts';
import type { showCase, ShownCase } from './shown-subjects.ts';
import { pulledTrustState, trustState, type TrustState } from '#storage/outbox/trust-state.ts';
import type { Spot } from '#domain/case/spot.ts';
import type { CaseState } from '#domain/case/states.ts';
import type { Severity } from '#domain/catalogue/severities.ts';
import type { EventOf } from '#domain/subjects.ts';

/** One own report: its content, its progress, and its trust state. */
export type ReportSummary = {
  readonly caseId: string;
  /** The event whose fields are shown: a rejected one until it is resubmitted. */
  readonly eventId: EventId;
  readonly reportedAt: Millis;
  /** The clock of the phone was wrong: `reportedAt` is only the nearest possible time. */
  readonly isTimeUncertain: boolean;
  readonly hazard: HazardCode;
  readonly severity: Severity;
  readonly spot: Spot;
  readonly description: string;
  readonly handled: boolean;
  readonly photos: readonly ManifestPhoto[];
  /** State of the case as shown; null while the server has no verdict, and when it rejected the report. */
  readonly state: CaseState | null;
  readonly dismissReason: string;
  readonly trust: TrustState;
  /** True when this phone's outbox has the report. For a report from another device only the server's data is here. */
  readonly isHere: boolean;
  /** Number of tries and the last error, while the report is only on this phone. */
  readonly tries: number;
  readonly lastError: ErrorCode | null;
};

type ReportRow = OutboxRow & { readonly event: EventOf<'case.reported'> };
/** A corrected report is shown as the server has it. */
const isReport = (row: OutboxRow): row is ReportRow => row.event.type === 'case.reported' && !row.mendedAs;

type ReportFields = Pick<ReportSummary, 'hazard' | 'severity' | 'spot' | 'description' | 'handled'>;
const reportFieldsOf = ({ hazard, severity, spot, description, handled }: ReportFields): ReportFields => ({
  hazard,
  severity,
  spot,
  description,
  handled,
});

/** Photos that this phone added later count too, as in the server's view of the case. */
const photosOf = (report: ReportRow, own: readonly OutboxRow[]): readonly ManifestPhoto[] =>
  own
    .filter((row) => row === report || (row.event.type !== 'case.reported' && row.verdict !== 'rejected'))
    .flatMap((row) => row.event.photos);

const fromOutbox = (
  row: ReportRow,
  shown: ShownCase | null,
  photos: readonly ManifestPhoto[],
  photoRows: readonly PhotoRow[],
): ReportSummary => {
  const trust = trustState({ ...row, event: { photos } }, photoRows);
  const { at, isUncertain } = eventTime(row.event, row.receivedAt);
  return {
    caseId: row.event.subject.id,
    eventId: row.eventId,
    reportedAt: at,
    isTimeUncertain: isUncertain,
    ...reportFieldsOf(row.event.body),
    photos,
    state: row.verdict === null ? null : (shown?.case.state ?? null),
    dismissReason: shown?.case.dismissReason ?? '',
    trust,
    isHere: true,
    tries: row.tries,
    lastError: row.lastError,
  };
};

const fromServer = ({ case: it, stored }: ShownCase): ReportSummary => ({
  caseId: it.id,
  eventId: it.reportEvent,
  reportedAt: it.reportedAt,
  isTimeUncertain: it.isTimeUncertain ?? false,
  ...reportFieldsOf(it),
  photos: it.photos,
  state: it.state,
  dismissReason: it.dismissReason,
  trust: pulledTrustState(it.photos, stored),
  isHere: false,
  tries: 0,
  lastError: null,
});

/** Own reports as the server has them, from this phone, another device or long ago. Reads no other case. */
export const pulledReports = (db: MainDb, by: Authority): Promise<SubjectRowLocal[]> =>
  db.subjects
    .where('subject.reporter')
    .equals(by.person)
    .filter(({ subject }) => subject.kind === 'case')
    .toArray();

type Show = (row: SubjectRowLocal | undefined, own: readonly OutboxRow[], by: Authority) => ShownCase | null;

/** This phone's own events, and the function that puts them on top of a pulled case. */
export type OwnEvents = {
  readonly events: readonly OutboxRow[];
  readonly show: Show;
};

/** Without own events a case is shown as pulled. */
const showPulled: Show = (row) =>
  row?.subject.kind === 'case' ? { case: row.subject, stored: row.stored, pending: 0 } : null;

export type Judging = {
  readonly readReferenceView: typeof readReferenceView;
  readonly showCase: typeof showCase;
};

/** Null if there are own events, and the code that judges them is not loaded yet. */
export const readOwnEvents = async (db: MainDb, judging: Judging | null): Promise<OwnEvents | null> => {
  const events = await db.outbox.orderBy('order').toArray();
  if (events.length === 0) return { events, show: showPulled };
  if (!judging) return null;
  const reference = await judging.readReferenceView(db);
  return { events, show: (row, own, by) => judging.showCase(row, own, by, reference) };
};

export type OwnEventsWithPhotos = OwnEvents & { readonly photos: readonly PhotoRow[] };

/**
 * Reads the photos after the events: a photo is stored in the same transaction as its event, so a photo that is
 * missing here is lost.
 */
export const withPhotos = async (db: MainDb, ownEvents: OwnEvents): Promise<OwnEventsWithPhotos> => ({
  ...ownEvents,
  photos: await db.photos.toArray(),
});

/**
 * Own reports, newest first. The inputs are read separately: during an upload one of them changes every second, while
 * the others contain a year of data.
 */
export const joinReports = (
  pulled: readonly SubjectRowLocal[],
  { events, photos, show }: OwnEventsWithPhotos,
  by: Authority,
): ReportSummary[] => {
  const pulledByKey = new Map(pulled.map((row) => [row.key, row]));
  const ownByKey = new Map<SubjectKey, OutboxRow[]>();
  for (const row of events) {
    const own = ownByKey.get(row.subjectKey);
    if (own) own.push(row);
    else ownByKey.set(row.subjectKey, [row]);
  }
  // Later rows overwrite earlier ones: a resubmitted report shows its newest content.
  const reportsByKey = new Map(events.filter(isReport).map((row) => [row.subjectKey, row]));
  const photosByHash = new Map(photos.map((row) => [row.sha256, row]));
  return [...new Set([...reportsByKey.keys(), ...pulledByKey.keys()])]
    .flatMap((key) => {
      const own = ownByKey.get(key) ?? [];
      const shown = show(pulledByKey.get(key), own, by);
      const report = reportsByKey.get(key);
      if (!report) return shown ? fromServer(shown) : [];
      const mine = photosOf(report, own);
      return fromOutbox(
        report,
        shown,
        mine,
        mine.flatMap(({ sha256 }) => photosByHash.get(sha256) ?? []),
      );
    })
    .sort((a, b) => b.reportedAt - a.reportedAt);
};
