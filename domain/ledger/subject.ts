import * as v from 'valibot';
import { uuidSchema, type EventId } from './ids.ts';
import type { ManifestPhoto } from './photo-manifest.ts';
import type { TimelineEntry } from './timeline.ts';

/** What an event is about. A kind that this version does not know is readable as a reference all the same. */
export const subjectRefSchema = v.object({
  kind: v.pipe(v.string(), v.regex(/^[a-z][A-Za-z]{0,31}$/)),
  id: uuidSchema,
});
export type SubjectRef = v.InferOutput<typeof subjectRefSchema>;

/** A photo and the event that brought it. */
export type SubjectPhoto = ManifestPhoto & { readonly eventId: EventId };

/** What every kind of subject has. Ledger, push, pull and rebase use nothing else of it. */
export type SubjectBase = SubjectRef & {
  readonly state: string;
  readonly photos: readonly SubjectPhoto[];
  readonly timeline: readonly TimelineEntry[];
};
