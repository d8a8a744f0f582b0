/**
 * Enrolment: a code makes a device the device of a person. The code travels in the fragment of a link, so that no log has
 * it, and is used up by a POST after the person confirmed.
 */
import * as v from 'valibot';
import { actorIdSchema } from '#domain/ledger/ids.ts';
import { roleSchema } from '#domain/ledger/roles.ts';
import { answerMeta } from './answer.ts';
import { deviceAnswerSchema, deviceRequestSchema, sessionAnswerSchema } from './session.ts';

/** Without 0 O, 1 I L, 2 Z, 5 S, 8 B, U V: people read these aloud and type them. */
export const CODE_ALPHABET = '34679ACDEFGHJKMNPQRTWXY';
export const CODE_LENGTH = 8;

/** The code as the server compares it: narrow, upper case, without separators. Null if it is no code. */
export const readCode = (text: string): string | null => {
  const code = text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Pd}]/gu, '');
  const isCode = code.length === CODE_LENGTH && [...code].every((sign) => CODE_ALPHABET.includes(sign));
  return isCode ? code : null;
};

/** The code as people read it: K7Q3-M9XD. */
export const shownCode = (code: string): string => `${code.slice(0, 4)}-${code.slice(4)}`;

const codeSchema = v.pipe(v.string(), v.maxLength(40));

/** The code in the fragment of a link, or in typed text: what `readCode` reads. Null for a link without a code. */
export const codeInLink = (link: string): string | null => {
  const [, code = ''] = /\/join#([\w-]+)$/.exec(link) ?? [];
  return readCode(code);
};

/** POST /api/enrolment/look: whose code it is. Uses nothing up. Errors: codeUnknown, codeUsed, codeExpired, busy. */
export const lookRequestSchema = v.object({ code: codeSchema });
export const lookAnswerSchema = v.object({
  ...answerMeta,
  /** The name of the office, in both languages. */
  office: v.object({ zh: v.string(), en: v.string() }),
  role: roleSchema,
  /** A phone on which the person signed in before keeps its device. Null for a link for observers. */
  person: v.nullable(actorIdSchema),
  /** Null: the code makes the person, who says name and phone number (a link for observers). */
  name: v.nullable(v.string()),
  /** Prefixes of grid codes. */
  scope: v.array(v.string()),
  /** The user name that the office or the person chose before. */
  username: v.nullable(v.string()),
  /** False: this device signs in by its key. */
  needsPassword: v.boolean(),
});
export type Look = v.InferOutput<typeof lookAnswerSchema>;

/**
 * POST /api/enrolment/take: uses the code up, registers the key and signs in. `proof` is the signature of the device over
 * `proofText`, so that only the holder of the key may repeat the request after a lost answer.
 */
export const takeRequestSchema = v.object({
  code: codeSchema,
  device: deviceRequestSchema,
  proof: v.pipe(v.string(), v.maxLength(200)),
  username: v.optional(v.pipe(v.string(), v.maxLength(60))),
  password: v.optional(v.pipe(v.string(), v.minLength(8), v.maxLength(128))),
  /** Of an observer. */
  name: v.optional(v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(60))),
  phone: v.optional(v.pipe(v.string(), v.maxLength(30))),
});
export const takeAnswerSchema = v.object({ ...sessionAnswerSchema.entries, ...deviceAnswerSchema.entries });
export type TakeRequest = v.InferOutput<typeof takeRequestSchema>;
export const proofText = (code: string, device: string): string => `grid-patrol enrol ${code} ${device}`;

/** POST /api/session/renew: a device of a person without password signs in by its key. */
export const renewRequestSchema = v.object({
  person: actorIdSchema,
  device: actorIdSchema,
  /** The clock of the device; the server accepts ten minutes of difference to its own. */
  at: v.number(),
  proof: v.pipe(v.string(), v.maxLength(200)),
});
export type RenewRequest = v.InferOutput<typeof renewRequestSchema>;
export const renewText = (person: string, device: string, at: number): string =>
  `grid-patrol renew ${person} ${device} ${at}`;
