import * as v from 'valibot';
import { subjectRefSchema } from '#domain/ledger/subject.ts';
import type { Subject } from '#domain/ledger/fold.ts';
import { answerMeta } from './answer.ts';

export const PULL_PAGE = 500;

/** How much of a photo the server holds durably. Absent means nothing yet. */
export const storedSchema = v.picklist(['thumbnail', 'complete']);
export type Stored = v.InferOutput<typeof storedSchema>;

/** A subject as the server folded it, its place in the ledger, and which of its photos have arrived. */
const subjectRowSchema = v.object({
  seq: v.number(),
  subject: v.custom<Subject>(
    (value) => v.is(subjectRefSchema, value) && Array.isArray((value as Partial<Subject>).timeline),
  ),
  stored: v.record(v.string(), storedSchema),
});
export type SubjectRow = v.InferOutput<typeof subjectRowSchema>;

export const referenceKinds = ['hazardKind', 'grid', 'place', 'person'] as const;
export type ReferenceKind = (typeof referenceKinds)[number];

/** One versioned row of what the office edits. A null value means it was taken away. */
const referenceRowSchema = v.object({
  seq: v.number(),
  kind: v.picklist(referenceKinds),
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
  subjects: v.array(subjectRowSchema),
  reference: v.array(referenceRowSchema),
  gone: v.array(subjectRefSchema),
  /** Own events whose pictures are not all here, of which no subject tells it. */
  incomplete: v.optional(v.array(v.string())),
});
export type PullAnswer = v.InferOutput<typeof pullAnswerSchema>;
