import type { Millis } from '#domain/base/units.ts';
import type { EventId } from '#domain/ledger/ids.ts';
import type { Shot } from '#demo/pictures/take-photo.ts';
import type { EventOf, EventType } from '#domain/subjects.ts';

/** One thing a person does: what becomes an event, before anybody signed it. Times are the server's. */
export type Action = {
  [T in EventType]: {
    readonly type: T;
    readonly id: EventId;
    readonly caseId: string;
    readonly at: Millis;
    readonly body: EventOf<T>['body'];
    readonly replaces?: EventId;
    readonly shots: readonly Shot[];
    readonly source: 'camera' | 'file';
    /** The last photo is still on its way when the story ends. */
    readonly isLastPhotoMissing?: boolean;
  };
}[EventType];

/** A device has signal: everything done since the last time leaves together. */
export type Sitting = { readonly username: string; readonly at: Millis; readonly actions: readonly Action[] };
