import type { Millis } from '#domain/base/units.ts';
import type { EventId } from '#domain/ledger/ids.ts';
import type { Shot } from '#demo/pictures/take-photo.ts';
import type { EventOf, EventType } from '#domain/subjects.ts';

/** One act of a person: the content of an event, before it is signed. Times are server times. */
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
    /** The last photo is not sent yet when the story ends. */
    readonly isLastPhotoMissing?: boolean;
  };
}[EventType];

/** The acts that one device sends together, once it has signal. */
export type Batch = { readonly username: string; readonly at: Millis; readonly actions: readonly Action[] };
