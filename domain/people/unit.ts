import * as v from 'valibot';
import { actorIdSchema } from '#domain/ledger/ids.ts';
import { scopeCodeSchema } from '#domain/place/area.ts';
import { nameSchema, retired } from '#domain/reference/row-fields.ts';

export const unitKinds = [
  'property',
  'urbanManagement',
  'gas',
  'sanitation',
  'fire',
  'community',
  'other',
] as const;

/** 责任单位: a responsible unit, with the grids and hazard kinds that it usually takes. */
export const unitSchema = v.object({
  id: actorIdSchema,
  kind: v.picklist(unitKinds),
  name: nameSchema,
  contact: v.optional(
    v.object({ name: v.pipe(v.string(), v.maxLength(60)), phone: v.pipe(v.string(), v.maxLength(30)) }),
  ),
  /** Prefixes of grid codes. */
  scope: v.array(scopeCodeSchema),
  hazards: v.array(v.pipe(v.string(), v.maxLength(8))),
  retired,
});
export type Unit = v.InferOutput<typeof unitSchema>;
