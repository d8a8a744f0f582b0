import * as v from 'valibot';
import { actorIdSchema } from '#domain/ledger/ids.ts';
import { roleSchema } from '#domain/ledger/roles.ts';
import { retired } from '#domain/reference/row-fields.ts';

/** A person, as in reference data and in the answer about the session. */
export const personSchema = v.object({
  id: actorIdSchema,
  name: v.string(),
  role: roleSchema,
  region: v.pipe(v.string(), v.regex(/^\d{6}$/)),
  scope: v.array(v.pipe(v.string(), v.regex(/^\d{6,15}$/))),
  /** 责任单位: the responsible unit that the person works for; null for most people. */
  unit: v.optional(v.nullable(actorIdSchema)),
  retired,
});
export type Person = v.InferOutput<typeof personSchema>;
