import type { ErrorCode } from '#domain/base/errors.ts';
import type { Millis } from '#domain/base/units.ts';
import type { Correction } from './envelope.ts';
import type { DeviceId, EventId, PersonId } from './ids.ts';
import type { Role } from './roles.ts';

/** One line of a subject's history. The timeline is part of the subject, so it is there offline. */
export type TimelineEntry<Type extends string = string> = {
  readonly eventId: EventId;
  readonly type: Type;
  readonly author: PersonId;
  readonly device: DeviceId;
  readonly role: Role;
  /** When it happened (`eventTime`). */
  readonly at: Millis;
  /** True if the clock of the device was wrong: `at` is only the nearest possible time. */
  readonly isUncertain?: true;
  /** What the device's clock showed. */
  readonly deviceAt: Millis;
  /** When the server received it; null while it is only on this phone. */
  readonly receivedAt: Millis | null;
  readonly verdict: 'applied' | 'contested';
  /** Why it changed nothing; null when applied. */
  readonly reason: ErrorCode | null;
  /** The text of the event: a note, a reason. */
  readonly text: string;
  readonly photos: number;
  /** Present if an admin corrected the event. */
  readonly mended?: Correction | undefined;
};
