import * as v from 'valibot';
import type { ErrorCode } from '#domain/base/errors.ts';
import { err, ok, type Result } from '#domain/base/result.ts';
import { MARKER } from './version.ts';

/** The head of every JSON answer. `serverTime` lets a device learn how wrong its clock is. */
export const answerMeta = { marker: v.literal(MARKER), serverTime: v.number() } as const;

/**
 * The head of the ledger that contains all of the answer. Opaque to the client, which sends it back with later requests. Absent if
 * the client knows heads that this ledger does not have, and from older servers.
 */
export const ledgerHead = { head: v.optional(v.pipe(v.string(), v.maxLength(96))) } as const;

/** Is it an answer of this server at all? */
export const answerMetaSchema = v.object(answerMeta);

/** Any refusal outside a verdict: a transport failure to the client, never a judgement of an event. */
export const refusalSchema = v.object({ ...answerMeta, error: v.string(), message: v.string() });
export type Refusal = v.InferOutput<typeof refusalSchema>;

/** Reads a JSON answer against its schema; anything else, a portal's page included, is `malformed`. */
export const parseAnswer = <S extends v.GenericSchema>(
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
