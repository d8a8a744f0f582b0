/** A row of the hazard catalogue. Its limit runs from dispatch; its days are working days. */
import * as v from 'valibot';
import { retired } from '#domain/reference/row-fields.ts';
import { scopeCodeSchema } from '#domain/place/area.ts';
import { severities } from './severities.ts';

export const hazardFamilies = ['ebike', 'gas', 'waste', 'other'] as const;

export const limitUnits = ['urgentHours', 'workingHours', 'workingDays'] as const;

export const hazardKindSchema = v.object({
  code: v.pipe(v.string(), v.regex(/^[A-Z]{2}\d{2}$/)),
  family: v.picklist(hazardFamilies),
  zh: v.string(),
  en: v.string(),
  /** A label short enough for a button. */
  short: v.object({ zh: v.string(), en: v.string() }),
  severity: v.picklist(severities),
  limit: v.object({ amount: v.number(), unit: v.picklist(limitUnits) }),
  /** The units to suggest at the dispatch; the longest scope that covers the grid of the case decides. */
  units: v.optional(v.array(v.object({ scope: scopeCodeSchema, unit: v.pipe(v.string(), v.maxLength(64)) }))),
  retired,
});
export type HazardKind = v.InferOutput<typeof hazardKindSchema>;
export type HazardCode = HazardKind['code'];
