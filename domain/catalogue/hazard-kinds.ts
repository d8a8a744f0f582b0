/** A row of the hazard catalogue. Its limit runs from dispatch; its days are working days. */
import * as v from 'valibot';
import { severities } from './severities.ts';

export const hazardFamilies = ['ebike', 'gas', 'waste', 'other'] as const;

const limitUnits = ['urgentHours', 'workingHours', 'workingDays'] as const;

export const hazardKindSchema = v.object({
  code: v.pipe(v.string(), v.regex(/^[A-Z]{2}\d{2}$/)),
  family: v.picklist(hazardFamilies),
  zh: v.string(),
  en: v.string(),
  /** A label short enough for a button. */
  short: v.object({ zh: v.string(), en: v.string() }),
  severity: v.picklist(severities),
  limit: v.object({ amount: v.number(), unit: v.picklist(limitUnits) }),
});
export type HazardKind = v.InferOutput<typeof hazardKindSchema>;
export type HazardCode = HazardKind['code'];
