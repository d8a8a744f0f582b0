/**
 * Valid domain objects for tests in which their content does not matter. A test overrides the fields that it is about,
 * so a new field of `Case` or of a report changes this file only.
 */
import type { Case } from '#domain/case/case.ts';
import type { ManifestPhoto } from '#domain/ledger/photo-manifest.ts';
import type { ReportSummary } from '#storage/subjects/my-reports.ts';
import type { SubjectPhoto } from '#domain/ledger/subject-base.ts';
import type { EventOf, EventType } from '#domain/subjects.ts';

type ReportBody = EventOf<'case.reported'>['body'];
type Spot = ReportBody['spot'];

const GRID = '330106001001001';
const NOON = 1_750_000_000_000;
const caseId = '01980000-0000-7000-8000-000000000002';
const reportId = '01980000-0000-7000-8000-000000000001';

export const aSpot = (overrides: Partial<Spot> = {}): Spot => ({
  placeId: null,
  placeName: '',
  building: '',
  unit: '',
  floor: '',
  detail: '',
  ...overrides,
});

/** The body of a report. */
export const aReport = (overrides: Partial<ReportBody> = {}): ReportBody => ({
  hazard: 'EB01',
  severity: 'major',
  channel: 'patrol',
  grid: null,
  spot: aSpot({ building: '3' }),
  position: null,
  noPosition: 'indoors',
  description: '楼道充电',
  handled: false,
  ...overrides,
});

type EventFields<T extends EventType> = { readonly type: T; readonly body: EventOf<T>['body'] };

export const anEvent = <T extends EventType>(
  required: EventFields<T> & Partial<Omit<EventOf<T>, 'type' | 'body'>>,
): EventOf<T> =>
  ({
    v: 1,
    id: reportId,
    subject: { kind: 'case', id: caseId },
    author: 'patroller-1',
    device: 'device-1',
    at: NOON,
    clockOffset: null,
    photos: [],
    ...required,
  }) as unknown as EventOf<T>;

type PhotoFields = Pick<ManifestPhoto, 'sha256' | 'bytes' | 'thumbnail'>;

export const aManifestPhoto = (photo: PhotoFields & Partial<ManifestPhoto>): ManifestPhoto => ({
  width: 1600,
  height: 1200,
  role: 'scene',
  source: 'camera',
  takenAt: null,
  position: null,
  ...photo,
});

export const aCasePhoto = (overrides: Partial<SubjectPhoto> = {}): SubjectPhoto => ({
  ...aManifestPhoto({
    sha256: 'a'.repeat(64),
    bytes: 40_000,
    thumbnail: { sha256: 'b'.repeat(64), bytes: 2000 },
  }),
  eventId: reportId,
  ...overrides,
});

export const aTimelineEntry = (
  overrides: Partial<Case['timeline'][number]> = {},
): Case['timeline'][number] => ({
  eventId: reportId,
  type: 'case.reported',
  author: 'patroller-1',
  device: 'device-1',
  role: 'patroller',
  at: NOON,
  deviceAt: NOON,
  receivedAt: NOON,
  verdict: 'applied',
  reason: null,
  text: '',
  photos: 0,
  ...overrides,
});

/** A reported case without photos and timeline. `gridScope` and `region` follow `grid`. */
export const aCase = (overrides: Partial<Case> = {}): Case => {
  const grid = overrides.grid === undefined ? GRID : overrides.grid;
  const { hazard, severity, channel, position, noPosition, description, handled } = aReport();
  return {
    kind: 'case',
    id: caseId,
    state: 'reported',
    reportEvent: reportId,
    reporter: 'patroller-1',
    device: 'device-1',
    reportedAt: NOON,
    region: (grid ?? GRID).slice(0, 6),
    gridScope: grid ?? GRID.slice(0, 6),
    grid,
    hazard,
    severity,
    channel,
    spot: aSpot(),
    position,
    noPosition,
    description,
    handled,
    dismissReason: '',
    photos: [],
    timeline: [],
    ...overrides,
  };
};

export const aReportSummary = (overrides: Partial<ReportSummary> = {}): ReportSummary => ({
  caseId,
  eventId: reportId,
  reportedAt: NOON,
  isTimeUncertain: false,
  hazard: 'EB01',
  severity: 'major',
  spot: aSpot(),
  description: '',
  handled: false,
  photos: [],
  state: 'reported',
  dismissReason: '',
  trust: { kind: 'onPhone' },
  tries: 0,
  isHere: true,
  lastError: null,
  ...overrides,
});
