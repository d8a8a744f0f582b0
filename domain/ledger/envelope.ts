/**
 * The signed event envelope.
 *
 * Promises: an event travels and is stored as the exact UTF-8 text that was hashed and signed; `parseEvent` reads
 * that text, never rewrites it. A mended event is a new event with `replaces`; one mended by the office names in
 * `mended` what it stands for and who signed it, and keeps its author.
 * Assumes: the device's clock may be wrong. `at` is what it showed, `clockOffset` what to add to get the server's
 * time as far as the device knew; the server's own `receivedAt` decides.
 * Breaks: any re-serialisation between signing and verifying.
 */
import * as v from 'valibot';
import { caseEventBodies } from '#domain/case/events.ts';
import type { ErrorCode } from '#domain/base/errors.ts';
import { err, ok, type Result } from '#domain/base/result.ts';
import { hasOnlyStorableText } from '#domain/base/text.ts';
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

/** The text it stands for, which stays as it was, and the admin and device whose signature this one carries. */
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
  replaces: v.optional(uuidSchema),
  mended: v.optional(correctionSchema),
  photos: photoManifestSchema,
});

export type Envelope = v.InferOutput<typeof envelopeSchema>;

/** Every event body by its type. A kind of subject joins the house by adding its bodies here. */
export const bodies = { ...caseEventBodies };
type Bodies = typeof bodies;
export type EventType = keyof Bodies;

export type EventOf<T extends EventType> = Omit<Envelope, 'type'> & {
  readonly type: T;
  readonly body: v.InferOutput<Bodies[T]>;
};
export type LedgerEvent = { [T in EventType]: EventOf<T> }[EventType];

/** The text as signed and the ECDSA P-256 signature over its UTF-8 bytes (IEEE P1363, base64url). */
export const signedEventSchema = v.object({
  text: v.pipe(v.string(), v.maxLength(MAX_EVENT_BYTES)),
  signature: v.pipe(v.string(), v.maxLength(128)),
});
export type SignedEvent = v.InferOutput<typeof signedEventSchema>;

export const isEventType = (type: string): type is EventType => Object.hasOwn(bodies, type);

/** What an event's text says of itself, whether or not its body can be read; null when not even that. */
export const readEnvelope = (text: string): Envelope | null => {
  try {
    const envelope = v.safeParse(envelopeSchema, JSON.parse(text));
    return envelope.success ? envelope.output : null;
  } catch {
    return null;
  }
};

/** Reads an event's text. Errors: unreadableEvent, forbiddenText, unknownType. */
export const parseEvent = (text: string): Result<LedgerEvent, ErrorCode> => {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return err('unreadableEvent');
  }
  if (!hasOnlyStorableText(json)) return err('forbiddenText');
  const envelope = v.safeParse(envelopeSchema, json);
  if (!envelope.success) return err('unreadableEvent');
  const { type } = envelope.output;
  if (!isEventType(type) || !type.startsWith(`${envelope.output.subject.kind}.`)) return err('unknownType');
  const body = v.safeParse(bodies[type], (json as { body?: unknown }).body);
  if (!body.success) return err('unreadableEvent');
  return ok({ ...envelope.output, type, body: body.output } as LedgerEvent);
};
