import type { Case } from '#domain/case/case.ts';
import type { SubjectRow } from '#domain/protocol/pull.ts';

const photo: Case['photos'][number] = {
  sha256: 'a'.repeat(64),
  bytes: 40_000,
  width: 1600,
  height: 1200,
  thumbnail: { sha256: 'b'.repeat(64), bytes: 2000 },
  role: 'scene',
  source: 'camera',
  takenAt: null,
  position: null,
  eventId: 'theirs',
};

/** A case reported from another phone, as the server folds it. */
export const elsewhere = (changes: Partial<Case> = {}): Case => ({
  kind: 'case',
  id: crypto.randomUUID(),
  state: 'reported',
  reportEvent: 'theirs',
  reporter: 'somebody',
  device: 'their-phone',
  reportedAt: 1_700_000_000_000,
  region: '110105',
  gridScope: '110105001001001',
  grid: '110105001001001',
  hazard: 'EB01',
  severity: 'major',
  channel: 'patrol',
  spot: { placeId: null, placeName: '', building: '', unit: '', floor: '', detail: '' },
  position: null,
  noPosition: 'indoors',
  description: '楼道充电',
  handled: false,
  dismissReason: '',
  photos: [photo],
  timeline: [],
  ...changes,
});

export const rowOf = (seq: number, subject: Case, stored: SubjectRow['stored'] = {}): SubjectRow => ({
  seq,
  subject,
  stored,
});
