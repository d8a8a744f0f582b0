import * as v from 'valibot';
import { actorIdSchema } from '#domain/ledger/ids.ts';
import { personSchema } from '#domain/people/person.ts';
import { answerMeta } from './answer.ts';

export const sessionAnswerSchema = v.object({ ...answerMeta, person: personSchema });

/** `signedIn`: whether the cookie of the request has a session; absent from servers before protocol 6. */
export const welcomeAnswerSchema = v.object({
  ...answerMeta,
  needsAdmin: v.boolean(),
  signedIn: v.optional(v.boolean()),
});

/** The device's public key, as a JWK. The private key never leaves the device. */
export const deviceRequestSchema = v.object({
  id: actorIdSchema,
  label: v.pipe(v.string(), v.maxLength(120)),
  publicKey: v.object({ kty: v.literal('EC'), crv: v.literal('P-256'), x: v.string(), y: v.string() }),
});
export type DeviceRequest = v.InferOutput<typeof deviceRequestSchema>;

/**
 * What a phone lost when the system cleared its storage, as far as the server knows: unsent events, and photos of reports that
 * arrived. `seenAt` is when the phone last reported its number of unsent events.
 */
export const lossSchema = v.object({ events: v.number(), photos: v.number(), seenAt: v.number() });
export type Loss = v.InferOutput<typeof lossSchema>;

/** `lost`: for a device that the same session enrolled after another one whose storage was cleared. */
export const deviceAnswerSchema = v.object({
  ...answerMeta,
  device: actorIdSchema,
  lost: v.optional(v.nullable(lossSchema), null),
});

export const firstAdminRequestSchema = v.object({
  /** The one-time code that an empty server prints at its start. */
  code: v.string(),
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(60)),
  username: v.pipe(v.string(), v.regex(/^[a-z0-9_.-]{3,30}$/)),
  password: v.pipe(v.string(), v.minLength(8), v.maxLength(128)),
  region: v.pipe(v.string(), v.regex(/^\d{6}$/)),
});
