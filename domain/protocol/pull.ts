/**
 * Pull: what changed for a person since a cursor.
 *
 * A row of a kind, or in a form, that this version does not read never makes a page unreadable: the device keeps it as it
 * came and reads it after an update.
 */
import * as v from 'valibot';
import { subjectRefSchema, type SubjectRef } from '#domain/ledger/subject.ts';
import type { Subject } from '#domain/subjects.ts';
import { answerMeta } from './answer.ts';

export const PULL_PAGE = 500;

/** How much of a photo the server holds durably. Absent means nothing yet. */
export const storedSchema = v.picklist(['thumbnail', 'complete']);
export type Stored = v.InferOutput<typeof storedSchema>;

/** How far each photo has arrived, by hash. A word of a later version counts as nothing yet. */
export const readStored = (stored: Readonly<Record<string, string>>): Record<string, Stored> =>
  Object.fromEntries(
    Object.entries(stored).flatMap(([hash, extent]): [string, Stored][] =>
      v.is(storedSchema, extent) ? [[hash, extent]] : [],
    ),
  );

/** What is certain of a subject of any kind and form. */
type RawSubject = SubjectRef & { readonly timeline: readonly unknown[] };

/** A subject as the server folded it, its place in the ledger, and which of its photos have arrived. */
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

/** One versioned row of what the office edits. A null value means it was removed. */
const referenceRowSchema = v.object({
  seq: v.number(),
  kind: v.string(),
  id: v.string(),
  value: v.unknown(),
});
export type ReferenceRow = v.InferOutput<typeof referenceRowSchema>;

/**
 * `reset` opens a snapshot: pages from the beginning follow, and when `more` turns false the client sweeps the rows
 * no page confirmed, never the outbox. The cursor is opaque to the client.
 */
export const pullAnswerSchema = v.object({
  ...answerMeta,
  reset: v.boolean(),
  more: v.boolean(),
  cursor: v.string(),
  subjects: v.array(pulledSubjectSchema),
  reference: v.array(referenceRowSchema),
  gone: v.array(subjectRefSchema),
  /** Ids of this device's events with photos or thumbnails the server does not have and that no row in `subjects` reports. */
  incomplete: v.optional(v.array(v.string())),
});
export type PullAnswer = v.InferOutput<typeof pullAnswerSchema>;
