import * as v from 'valibot';
import { actorIdSchema } from '#domain/ledger/ids.ts';
import { roleSchema } from '#domain/ledger/roles.ts';

/** A person as colleagues and the phone know them: reference data and the answer to "who am I". */
export const personSchema = v.object({
  id: actorIdSchema,
  name: v.string(),
  role: roleSchema,
  region: v.pipe(v.string(), v.regex(/^\d{6}$/)),
  scope: v.array(v.pipe(v.string(), v.regex(/^\d{6,15}$/))),
  /** 责任单位: the responsible unit the person works for; null for most. */
  unit: v.optional(v.nullable(actorIdSchema)),
});
export type Person = v.InferOutput<typeof personSchema>;
