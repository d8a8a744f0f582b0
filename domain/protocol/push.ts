import * as v from 'valibot';
import { sha256Pattern, type Bytes } from '#domain/base/units.ts';
import { signedEventSchema } from '#domain/ledger/envelope.ts';
import { answerMeta, ledgerHead } from './answer.ts';

export const MAX_PUSH_EVENTS = 100;
/** After gzip. A 413 halves the batch. */
export const MAX_PUSH_BYTES: Bytes = 256 * 1024;
/** Limit after decompression. A phone fills a batch up to `MAX_PUSH_BYTES` before compression. */
export const MAX_PUSH_INFLATED_BYTES: Bytes = 4 * 1024 * 1024;

/**
 * What the server answered for these bytes before it was restored from a backup. If the signature is its own, the first
 * `receivedAt` stays valid.
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
  /**
   * The number of unsent events on the device, this batch included. If the phone loses its storage, this is the last count
   * on the server.
   */
  unsent: v.pipe(v.number(), v.integer(), v.minValue(0)),
  events: v.pipe(v.array(offeredEventSchema), v.maxLength(MAX_PUSH_EVENTS)),
});
export type PushRequest = v.InferOutput<typeof pushRequestSchema>;

/**
 * One for each event, in the order sent. The same id and bytes always get the stored verdict, with `duplicate` true.
 * `retry` means that the server could not decide now and stored nothing. `seq` is the subject's place in the feed of the
 * region; null if the event is not part of a subject. `receipt` is the server's signature over event hash and received-at.
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
