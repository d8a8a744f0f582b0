import type { ErrorCode } from '#domain/base/errors.ts';
import { correctedAt } from '#domain/ledger/corrected-at.ts';
import type { EventOf, LedgerEvent } from '#domain/ledger/envelope.ts';
import type { Authority } from '#domain/ledger/roles.ts';
import { scopeCovers } from '#domain/ledger/scope-covers.ts';
import type { TimelineEntry } from '#domain/ledger/timeline.ts';
import type { Judgement, LedgerEntry } from '#domain/ledger/verdict.ts';
import type { Case, CasePhoto } from './case.ts';
import type { CaseEventType } from './events.ts';
import { caseRules, mayHappen } from './lifecycle.ts';

export type CaseEvent = Extract<LedgerEvent, { type: CaseEventType }>;

/** A report may be mended, by its author or for them, as long as nobody decided on it. */
const resubmits = (current: Case, event: CaseEvent): boolean =>
  [event.replaces, event.mended?.origin].includes(current.reportEvent) && event.author === current.reporter;

const contentFault = (event: CaseEvent, hazardExists: (code: string) => boolean): ErrorCode | null => {
  if (event.type === 'case.photoAdded' && event.photos.length === 0) return 'photoMissing';
  if (event.type !== 'case.reported') return null;
  if (!hazardExists(event.body.hazard)) return 'unknownHazard';
  if (event.body.handled && !event.photos.some((photo) => photo.role === 'after')) return 'afterPhotoMissing';
  return null;
};

/** May this person act on this case at all: their own, or one in their grids. */
const covers = (by: Authority, current: Case): boolean =>
  current.reporter === by.person || (by.role !== 'observer' && scopeCovers(by.scope, current.gridScope));

/** Judges an event against the case as it stands. Pure: the same answer on the phone and on the server. */
export const judgeCaseEvent = (
  current: Case | null,
  event: CaseEvent,
  by: Authority,
  hazardExists: (code: string) => boolean,
): Judgement => {
  const rule = caseRules[event.type];
  if (!(rule.roles as readonly string[]).includes(by.role))
    return { verdict: 'rejected', reason: 'notPermitted' };
  const fault = contentFault(event, hazardExists);
  if (fault) return { verdict: 'rejected', reason: fault };
  if (event.type === 'case.reported') {
    if (current === null) return { verdict: 'applied' };
    if (!resubmits(current, event)) return { verdict: 'rejected', reason: 'subjectExists' };
    return current.state === 'reported'
      ? { verdict: 'applied' }
      : { verdict: 'contested', reason: 'wrongState' };
  }
  if (current === null) return { verdict: 'held' };
  if (!covers(by, current)) return { verdict: 'rejected', reason: 'outOfScope' };
  return mayHappen(rule, current.state)
    ? { verdict: 'applied' }
    : { verdict: 'contested', reason: 'wrongState' };
};

const timelineEntry = ({
  event,
  by,
  receivedAt,
  verdict,
  reason,
}: LedgerEntry<CaseEvent>): TimelineEntry<CaseEventType> => ({
  eventId: event.id,
  type: event.type,
  author: event.author,
  device: event.device,
  role: by.role,
  at: correctedAt(event),
  deviceAt: event.at,
  receivedAt,
  verdict,
  reason,
  text: event.type === 'case.reported' ? '' : event.body.text,
  photos: event.photos.length,
  mended: event.mended,
});

const photosOf = (event: CaseEvent): readonly CasePhoto[] =>
  event.photos.map((photo) => ({ ...photo, eventId: event.id }));

const reported = (event: EventOf<'case.reported'>, by: Authority): Omit<Case, 'photos' | 'timeline'> => {
  const { body } = event;
  return {
    kind: 'case',
    id: event.subject.id,
    state: 'reported',
    reportEvent: event.id,
    reporter: event.author,
    device: event.device,
    reportedAt: correctedAt(event),
    region: by.region,
    gridScope: body.grid ?? by.scope[0] ?? by.region,
    grid: body.grid,
    hazard: body.hazard,
    severity: body.severity,
    channel: body.channel,
    spot: body.spot,
    position: body.position,
    noPosition: body.noPosition,
    description: body.description,
    handled: body.handled,
    dismissReason: '',
  };
};

/** Lays one judged event on a case. A second delivery of the same event changes nothing. */
export const applyCaseEvent = (current: Case | null, entry: LedgerEntry<CaseEvent>): Case => {
  const { event, by } = entry;
  if (current?.timeline.some((line) => line.eventId === event.id)) return current;
  const line = timelineEntry(entry);
  if (event.type === 'case.reported' && entry.verdict === 'applied') {
    const kept = current?.photos.filter((photo) => photo.eventId !== current.reportEvent) ?? [];
    return {
      ...reported(event, by),
      photos: [...photosOf(event), ...kept],
      timeline: [...(current?.timeline ?? []), line],
    };
  }
  if (current === null) throw new Error(`${event.type} cannot begin a case`);
  const timeline = [...current.timeline, line];
  if (entry.verdict === 'contested') return { ...current, timeline };
  switch (event.type) {
    case 'case.filed':
      return { ...current, state: 'filed', timeline };
    case 'case.dismissed':
      return { ...current, state: 'dismissed', dismissReason: event.body.text, timeline };
    default:
      return { ...current, photos: [...current.photos, ...photosOf(event)], timeline };
  }
};
