import * as v from 'valibot';
import { nameSchema, retired } from '#domain/reference/row-fields.ts';

/** The levels above a grid, by the number of digits of their codes (GB/T 30428.1). */
export const areaDigits = { county: 6, street: 9, community: 12 } as const;
export type AreaLevel = keyof typeof areaDigits;

/** The code of a county, a street, a community or a grid: a prefix of grid codes. */
export const scopeCodeSchema = v.pipe(v.string(), v.regex(/^\d{6}(\d{3}){0,3}$/));

/** The name of a county, street or community. */
export const areaSchema = v.object({
  code: v.pipe(v.string(), v.regex(/^\d{6}(\d{3}){0,2}$/)),
  name: nameSchema,
  retired,
});
export type Area = v.InferOutput<typeof areaSchema>;

/** The codes of the areas that contain this one, the county first: 330199001002 → 330199, 330199001. */
export const areasAbove = (code: string): readonly string[] =>
  Object.values(areaDigits).flatMap((digits) => (digits < code.length ? code.slice(0, digits) : []));

/** The codes that no other one covers, in order: 330199001 and 330199001002 → 330199001. */
export const shortestScope = (codes: readonly string[]): readonly string[] =>
  [...new Set(codes)].sort().filter((code, _, all) => !all.some((it) => it !== code && code.startsWith(it)));
