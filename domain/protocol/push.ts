import * as v from 'valibot';
import { sha256Pattern, type Bytes } from '#domain/base/units.ts';
import { signedEventSchema } from '#domain/ledger/envelope.ts';
import { answerMeta, ledgerHead } from './answer.ts';

export const MAX_PUSH_EVENTS = 100;
/** After gzip. A 413 halves the batch. */
export const MAX_PUSH_BYTES: Bytes = 256 * 1024;
/** Inflating is bounded; phones fill a batch to the bytes of before. */
export const MAX_PUSH_INFLATED_BYTES: Bytes = 4 * 1024 * 1024;

/**
 * What the server answered for these bytes before it was restored from a backup. When it knows its own signature again,
 * the first `receivedAt` stays valid.
 */
export const eventReceiptSchema = v.object({
  receivedAt: v.pipe(v.number(), v.integer()),
  signature: v.pipe(v.string(), v.maxLength(128)),
});

const offeredEventSchema = v.object({
  ...signedEventSchema.entries,
  receipt: v.optional(eventReceiptSchema),
});
export type OfferedEvent = v.InferOutput<typeof offeredEventSchema>;

export const pushRequestSchema = v.object({
  protocol: v.number(),
  /** How many events the device still holds unsent, this batch included: the last the server knows if it is lost. */
  unsent: v.pipe(v.number(), v.integer(), v.minValue(0)),
  events: v.pipe(v.array(offeredEventSchema), v.maxLength(MAX_PUSH_EVENTS)),
});
export type PushRequest = v.InferOutput<typeof pushRequestSchema>;

/**
 * One for each event, in the order sent. The same id and bytes get the stored verdict for ever, `duplicate` then
 * is true. `retry` means that the server could not decide now and stored nothing. `seq` is the subject's place in the
 * region's ledger; null when the event is not part of a subject. `receipt` is signed by the server over event hash
 * and received-at.
 */
export const verdictSchema = v.object({
  hash: v.pipe(v.string(), v.regex(sha256Pattern)),
  verdict: v.picklist(['applied', 'contested', 'rejected', 'held', 'retry']),
  duplicate: v.boolean(),
  reason: v.nullable(v.string()),
  seq: v.nullable(v.number()),
  receivedAt: v.nullable(v.number()),
  receipt: v.nullable(v.string()),
});
export type PushVerdict = v.InferOutput<typeof verdictSchema>;

export const pushAnswerSchema = v.object({ ...answerMeta, ...ledgerHead, verdicts: v.array(verdictSchema) });
