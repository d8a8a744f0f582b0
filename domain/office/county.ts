/** What a folder of files says about its county. */
import * as v from 'valibot';
import { nameSchema } from '#domain/reference/row-fields.ts';

/** How the positions of a file are given; they are stored as WGS-84. */
export const datums = ['WGS84', 'GCJ02', 'BD09'] as const;
export type Datum = (typeof datums)[number];

const countySchema = v.object({
  code: v.optional(v.pipe(v.string(), v.regex(/^\d{6}$/))),
  name: v.optional(nameSchema),
  /** Of the positions of places. */
  datum: v.optional(v.picklist(datums)),
});
export type County = v.InferOutput<typeof countySchema>;

/** The value of county.json; null for another form. */
export const readCounty = (value: unknown): County | null => {
  const parsed = v.safeParse(countySchema, value);
  return parsed.success ? parsed.output : null;
};
