/**
 * Pull: what changed for a person since a cursor.
 *
 * If this version cannot read the kind or the form of a row, the rest of the page stays readable. The device stores the
 * row as received and reads it after an update.
 */
import * as v from 'valibot';
import { subjectRefSchema, type SubjectRef } from '#domain/ledger/subject.ts';
import type { Subject } from '#domain/subjects.ts';
import { answerMeta } from './answer.ts';

export const PULL_PAGE = 500;

/** How much of a photo is durable on the server. Absent: nothing yet. */
export const storedSchema = v.picklist(['thumbnail', 'complete']);
export type Stored = v.InferOutput<typeof storedSchema>;

/** How much of each photo is on the server, by hash. A value of a later version is left out, like a photo without bytes. */
export const readStored = (stored: Readonly<Record<string, string>>): Record<string, Stored> =>
  Object.fromEntries(
    Object.entries(stored).flatMap(([hash, extent]): [string, Stored][] =>
      v.is(storedSchema, extent) ? [[hash, extent]] : [],
    ),
  );

/** The fields that a subject of any kind and version has. */
type RawSubject = SubjectRef & { readonly timeline: readonly unknown[] };

/** A subject as the server folded it, its place in the feed, and which of its photos are on the server. */
const pulledSubjectSchema = v.object({
  seq: v.number(),
  subject: v.custom<RawSubject>(
    (value) => v.is(subjectRefSchema, value) && Array.isArray((value as Partial<RawSubject>).timeline),
  ),
  stored: v.record(v.string(), v.string()),
  /** The fold version of the body; absent from servers before protocol 5. */
  fold: v.optional(v.number()),
});
export type PulledSubject = v.InferOutput<typeof pulledSubjectSchema>;

/** A row whose subject this version reads. */
export type SubjectRow = Omit<PulledSubject, 'subject' | 'stored'> & {
  readonly subject: Subject;
  readonly stored: Record<string, Stored>;
};

/** One row of reference data. A null value: it was removed. */
const referenceRowSchema = v.object({
  seq: v.number(),
  kind: v.string(),
  id: v.string(),
  value: v.unknown(),
});
export type ReferenceRow = v.InferOutput<typeof referenceRowSchema>;

/**
 * `reset` begins a snapshot: pages from the beginning follow. After its last page (`more` is false) the client deletes the
 * rows that no page had, never the outbox. The cursor is opaque to the client.
 */
export const pullAnswerSchema = v.object({
  ...answerMeta,
  reset: v.boolean(),
  more: v.boolean(),
  cursor: v.string(),
  subjects: v.array(pulledSubjectSchema),
  reference: v.array(referenceRowSchema),
  gone: v.array(subjectRefSchema),
  /** Ids of events of this device with photos or thumbnails that the server does not have and no row in `subjects` reports. */
  incomplete: v.optional(v.array(v.string())),
});
export type PullAnswer = v.InferOutput<typeof pullAnswerSchema>;
