/**
 * The signed event envelope.
 *
 * Promises: an event travels and is stored as the exact UTF-8 text that was hashed and signed; readers never rewrite the text. A
 * resubmitted event is a new event with `replaces`. A correction by an admin names in `mended` the event it corrects and its signer,
 * and keeps the author.
 * Assumes: the device's clock may be wrong. `at` is its time, `clockOffset` the correction to server time as far as the device
 * knew it, `lastServerTime` what the server's clock showed at the last contact before the signature (since protocol 6).
 * Breaks: any re-serialisation between signing and verifying.
 */
import * as v from 'valibot';
import { sha256Pattern, type Bytes, type Millis } from '#domain/base/units.ts';
import { actorIdSchema, uuidSchema } from './ids.ts';
import { photoManifestSchema } from './photo-manifest.ts';
import { subjectRefSchema } from './subject.ts';

export const ENVELOPE_VERSION = 1;
/** Longest accepted event text; twenty photos and a full description need about a quarter of it. */
export const MAX_EVENT_BYTES: Bytes = 64 * 1024;

/** Half of what a Date can hold: time and offset added together are still a day of some calendar. */
const MAX_MILLIS: Millis = 4e15;
const millisSchema = v.pipe(v.number(), v.integer(), v.minValue(-MAX_MILLIS), v.maxValue(MAX_MILLIS));

/** The corrected event, which stays unchanged, and the admin and device that signed the correction. */
const correctionSchema = v.object({
  origin: uuidSchema,
  hash: v.pipe(v.string(), v.regex(sha256Pattern)),
  by: actorIdSchema,
  device: actorIdSchema,
});
export type Correction = v.InferOutput<typeof correctionSchema>;

export const envelopeSchema = v.object({
  v: v.literal(ENVELOPE_VERSION),
  id: uuidSchema,
  type: v.pipe(v.string(), v.maxLength(64)),
  subject: subjectRefSchema,
  author: actorIdSchema,
  device: actorIdSchema,
  at: millisSchema,
  clockOffset: v.nullable(millisSchema),
  lastServerTime: v.optional(millisSchema),
  replaces: v.optional(uuidSchema),
  mended: v.optional(correctionSchema),
  photos: photoManifestSchema,
});

export type Envelope = v.InferOutput<typeof envelopeSchema>;

/** An event: an envelope with the body of its type. */
export type LedgerEvent<Type extends string = string, Body = unknown> = Omit<Envelope, 'type'> & {
  readonly type: Type;
  readonly body: Body;
};

/** The text as signed and the ECDSA P-256 signature over its UTF-8 bytes (IEEE P1363, base64url). */
export const signedEventSchema = v.object({
  text: v.pipe(v.string(), v.maxLength(MAX_EVENT_BYTES)),
  signature: v.pipe(v.string(), v.maxLength(128)),
});
export type SignedEvent = v.InferOutput<typeof signedEventSchema>;

/** The envelope of an event's text, whether or not its body can be read; null if the envelope cannot be read. */
export const readEnvelope = (text: string): Envelope | null => {
  try {
    const envelope = v.safeParse(envelopeSchema, JSON.parse(text));
    return envelope.success ? envelope.output : null;
  } catch {
    return null;
  }
};
