import * as v from 'valibot';
import type { ErrorCode } from '#domain/base/errors.ts';
import { err, ok, type Result } from '#domain/base/result.ts';
import { MARKER } from './version.ts';

/** The first fields of every JSON answer. With `serverTime` a device computes the offset of its clock. */
export const answerMeta = { marker: v.literal(MARKER), serverTime: v.number() } as const;

/**
 * The head of the ledger that contains all of the answer. Opaque to the client, which sends it back with later requests. Absent if
 * the client knows heads that this ledger does not have, and from older servers.
 */
export const ledgerHead = { head: v.optional(v.pipe(v.string(), v.maxLength(96))) } as const;

/** What every answer of this server has, and the page of a captive portal does not. */
export const answerMetaSchema = v.object(answerMeta);

/**
 * A refusal of the whole request. The client treats it as a failed transfer, never as a verdict on an event. `expected`:
 * with `wrongAddress`, the address that the server expects pages to have. `retired`: with `notSignedIn`, the office ended the
 * work of the person.
 */
export const refusalSchema = v.object({
  ...answerMeta,
  error: v.string(),
  message: v.string(),
  expected: v.optional(v.string()),
  retired: v.optional(v.boolean()),
});
export type Refusal = v.InferOutput<typeof refusalSchema>;

/** What a message of this schema is after it was read. */
export type Read<S extends v.GenericSchema> = v.InferOutput<S>;

/** Reads a JSON message by its schema. Any other text, like the page of a captive portal, is `malformed`. */
export const parseMessage = <S extends v.GenericSchema>(
  schema: S,
  text: string,
): Result<v.InferOutput<S>, ErrorCode> => {
  try {
    const parsed = v.safeParse(schema, JSON.parse(text));
    return parsed.success ? ok(parsed.output) : err('malformed');
  } catch {
    return err('malformed');
  }
};
