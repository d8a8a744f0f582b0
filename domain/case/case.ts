import type { Position } from '#domain/base/geometry.ts';
import type { Millis } from '#domain/base/units.ts';
import type { HazardCode } from '#domain/catalogue/hazard-kinds.ts';
import type { Severity } from '#domain/catalogue/severities.ts';
import type { DeviceId, EventId, PersonId } from '#domain/ledger/ids.ts';
import type { SubjectPhoto } from '#domain/ledger/subject-base.ts';
import type { TimelineEntry } from '#domain/ledger/timeline.ts';
import type { GridCode } from '#domain/place/grid.ts';
import type { Channel, NoPositionReason } from './sources.ts';
import type { Spot } from './spot.ts';
import type { CaseState } from './states.ts';

/** One case as the fold of its events. */
export type Case = {
  readonly kind: 'case';
  readonly id: string;
  readonly state: CaseState;
  /** The event whose fields the case shows: the report, or the one that replaced it. */
  readonly reportEvent: EventId;
  readonly reporter: PersonId;
  readonly device: DeviceId;
  /** When it was reported (`eventTime`). */
  readonly reportedAt: Millis;
  /** True if the clock of the device was wrong: `reportedAt` is only the nearest possible time. */
  readonly isTimeUncertain?: true;
  /** The first six digits of the reporter's enrolment: a case without position has a region too. */
  readonly region: string;
  /** The grid of the report, or the reporter's own scope when it named none. */
  readonly gridScope: string;
  readonly grid: GridCode | null;
  readonly hazard: HazardCode;
  readonly severity: Severity;
  readonly channel: Channel;
  readonly spot: Spot;
  readonly position: Position | null;
  readonly noPosition: NoPositionReason | null;
  readonly description: string;
  readonly handled: boolean;
  /** Why it was dismissed; empty otherwise. */
  readonly dismissReason: string;
  readonly photos: readonly SubjectPhoto[];
  readonly timeline: readonly TimelineEntry[];
};
