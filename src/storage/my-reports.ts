import type { ErrorCode } from '#domain/base/errors.ts';
import type { Millis } from '#domain/base/units.ts';
import type { Spot } from '#domain/case/events.ts';
import type { CaseState } from '#domain/case/lifecycle.ts';
import type { HazardCode, Severity } from '#domain/catalogue/hazard-kinds.ts';
import { correctedAt } from '#domain/ledger/corrected-at.ts';
import type { EventOf } from '#domain/ledger/envelope.ts';
import type { EventId } from '#domain/ledger/ids.ts';
import type { ManifestPhoto } from '#domain/ledger/photo-manifest.ts';
import type { Authority } from '#domain/ledger/roles.ts';
import { subjectKey } from '#domain/ledger/subject-key.ts';
import type { MainDb, OutboxRow, PhotoRow } from './main-db.ts';
import { shownCases, type ShownCase } from './shown-subjects.ts';
import { pulledTrustState, trustState, type TrustState } from './trust-state.ts';

/** One own report: what was said, how far it has come, and what the person may rely on. */
export type ReportSummary = {
  readonly caseId: string;
  /** The event whose words it shows: a rejected one until it is mended. */
  readonly eventId: EventId;
  readonly reportedAt: Millis;
  readonly hazard: HazardCode;
  readonly severity: Severity;
  readonly spot: Spot;
  readonly description: string;
  readonly handled: boolean;
  readonly photos: readonly ManifestPhoto[];
  /** The case as shown; null when the server rejected it and no case came of it. */
  readonly state: CaseState | null;
  readonly dismissReason: string;
  readonly trust: TrustState;
  /** How often sending was tried and what stopped it last, while it is only on this phone. */
  readonly tries: number;
  readonly lastError: ErrorCode | null;
};

type ReportRow = OutboxRow & { readonly event: EventOf<'case.reported'> };
const isReport = (row: OutboxRow): row is ReportRow => row.event.type === 'case.reported';

const fromOutbox = (row: ReportRow, shown: ShownCase | undefined, photos: PhotoRow[]): ReportSummary => {
  const { body } = row.event;
  return {
    caseId: row.event.subject.id,
    eventId: row.eventId,
    reportedAt: correctedAt(row.event),
    hazard: body.hazard,
    severity: body.severity,
    spot: body.spot,
    description: body.description,
    handled: body.handled,
    photos: row.event.photos,
    state: shown?.case.state ?? null,
    dismissReason: shown?.case.dismissReason ?? '',
    trust: trustState(row, photos),
    tries: row.tries,
    lastError: row.lastError,
  };
};

const fromServer = ({ case: it, stored }: ShownCase): ReportSummary => ({
  caseId: it.id,
  eventId: it.reportEvent,
  reportedAt: it.reportedAt,
  hazard: it.hazard,
  severity: it.severity,
  spot: it.spot,
  description: it.description,
  handled: it.handled,
  photos: it.photos,
  state: it.state,
  dismissReason: it.dismissReason,
  trust: pulledTrustState(it.photos, stored),
  tries: 0,
  lastError: null,
});

/** Own reports, newest first: from this phone's outbox, and those the server knows from another phone or long ago. */
export const myReports = async (db: MainDb, by: Authority): Promise<ReportSummary[]> => {
  const [outbox, photos, shown] = await Promise.all([
    db.outbox.orderBy('order').toArray(),
    db.photos.toArray(),
    shownCases(db, by),
  ]);
  const shownById = new Map(shown.map((it) => [it.case.id, it]));
  // Later rows overwrite earlier ones: a mended report shows its last words.
  const rowsById = new Map(outbox.filter(isReport).map((row) => [row.event.subject.id, row]));
  const photosByHash = new Map(photos.map((row) => [row.sha256, row]));
  const own = [...rowsById].map(([id, row]) => {
    const mine = row.event.photos.flatMap(({ sha256 }) => photosByHash.get(sha256) ?? []);
    return fromOutbox(row, shownById.get(id), mine);
  });
  const others = shown.filter((it) => it.case.reporter === by.person && !rowsById.has(it.case.id));
  return [...own, ...others.map(fromServer)].sort((a, b) => b.reportedAt - a.reportedAt);
};

/** This phone's own events of one case, oldest first, with their verdicts. */
export const caseOutbox = (db: MainDb, caseId: string): Promise<OutboxRow[]> =>
  db.outbox
    .where('subjectKey')
    .equals(subjectKey({ kind: 'case', id: caseId }))
    .sortBy('order');
