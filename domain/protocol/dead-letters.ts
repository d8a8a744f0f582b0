/**
 * Dead letters: rejected and unreadable events, whole, for the admins of their region. A dead letter is identified by the
 * device that sent it and the hash of its text.
 */
import * as v from 'valibot';
import { sha256Pattern } from '#domain/base/units.ts';
import { signedEventSchema } from '#domain/ledger/envelope.ts';
import { actorIdSchema, uuidSchema } from '#domain/ledger/ids.ts';
import { subjectRefSchema } from '#domain/ledger/subject.ts';
import { answerMeta } from './answer.ts';
import { storedSchema } from './pull.ts';

const sha256Schema = v.pipe(v.string(), v.regex(sha256Pattern));

/** A list has at most this number of open dead letters, and of resolved ones: the newest. */
export const MAX_DEAD_LETTERS = 200;

const deadLetterEntries = {
  device: actorIdSchema,
  hash: sha256Schema,
  person: actorIdSchema,
  /** The name that the owner gave to the device. */
  deviceLabel: v.string(),
  reason: v.string(),
  receivedAt: v.number(),
  /** The envelope of the text; null if it cannot be read. */
  event: v.nullable(
    v.object({ id: uuidSchema, type: v.string(), subject: subjectRefSchema, at: v.number() }),
  ),
  /** The event that replaces it, and the admin who resolved it; `by` is null if the author did. */
  settled: v.nullable(v.object({ event: uuidSchema, by: v.nullable(actorIdSchema), at: v.number() })),
} as const;

export const deadLetterSummarySchema = v.object(deadLetterEntries);
export type DeadLetterSummary = v.InferOutput<typeof deadLetterSummarySchema>;

export const deadLettersAnswerSchema = v.object({
  ...answerMeta,
  /** The number of open dead letters, also of those that are not in the list. */
  open: v.number(),
  letters: v.array(deadLetterSummarySchema),
});
export type DeadLettersAnswer = v.InferOutput<typeof deadLettersAnswerSchema>;

export const deadLetterAnswerSchema = v.object({
  ...answerMeta,
  ...deadLetterEntries,
  /** Text and signature as received. `hash` is the SHA-256 of the UTF-8 bytes of the text. */
  ...signedEventSchema.entries,
  /** Which of its photos are on the server, by hash. */
  stored: v.record(v.string(), storedSchema),
  /** For `idReused`: the event that the ledger has under this id. */
  other: v.nullable(
    v.object({
      ...signedEventSchema.entries,
      hash: sha256Schema,
      person: actorIdSchema,
      device: actorIdSchema,
      receivedAt: v.number(),
    }),
  ),
});
export type DeadLetterAnswer = v.InferOutput<typeof deadLetterAnswerSchema>;

/** The result of a replay or a correction. `duplicate`: the dead letter was resolved before, and nothing changed. */
export const deadLetterVerdictSchema = v.object({
  ...answerMeta,
  verdict: v.picklist(['applied', 'contested', 'held', 'rejected']),
  reason: v.nullable(v.string()),
  event: v.nullable(uuidSchema),
  duplicate: v.boolean(),
});
export type DeadLetterVerdict = v.InferOutput<typeof deadLetterVerdictSchema>;
