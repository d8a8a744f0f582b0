import type { EventId } from './ids.ts';
import type { ManifestPhoto } from './photo-manifest.ts';
import type { SubjectRef } from './subject.ts';
import type { TimelineEntry } from './timeline.ts';

/** A photo and the event that brought it. */
export type SubjectPhoto = ManifestPhoto & { readonly eventId: EventId };

/** What every kind of subject has. Ledger, push, pull and rebase use nothing else of it. */
export type SubjectBase = SubjectRef & {
  readonly state: string;
  readonly photos: readonly SubjectPhoto[];
  readonly timeline: readonly TimelineEntry[];
};
