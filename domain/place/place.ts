import * as v from 'valibot';
import { retired } from '#domain/reference/row-fields.ts';
import { gridCodeSchema } from './grid.ts';

export const placeKinds = [
  'compound',
  'ebikePoint',
  'restaurant',
  'dormitory',
  'shed',
  'weldingMachine',
  'wastePoint',
  'workshop',
  'checkpoint',
] as const;

/** The four kinds of a compound: 商品房, 保障房, 老旧/平房, 失管. */
export const compoundKinds = ['commodity', 'subsidised', 'old', 'unmanaged'] as const;
export const risks = ['high', 'medium', 'low'] as const;

/** A location that is checked again and again, inside one grid. */
export const placeSchema = v.object({
  id: v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/)),
  kind: v.picklist(placeKinds),
  name: v.object({ zh: v.string(), en: v.string() }),
  grid: gridCodeSchema,
  position: v.object({ lat: v.number(), lon: v.number() }),
  /** For compounds only. */
  compound: v.optional(v.picklist(compoundKinds)),
  risk: v.optional(v.picklist(risks)),
  /** 挂牌督办. */
  listed: v.optional(v.literal(true)),
  /** What else the office records about it, by name of the column. */
  attributes: v.optional(v.record(v.pipe(v.string(), v.maxLength(40)), v.pipe(v.string(), v.maxLength(200)))),
  retired,
});
export type Place = v.InferOutput<typeof placeSchema>;
