import * as v from 'valibot';
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

/** A location that is checked again and again, inside one grid. */
export const placeSchema = v.object({
  id: v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/)),
  kind: v.picklist(placeKinds),
  name: v.object({ zh: v.string(), en: v.string() }),
  grid: gridCodeSchema,
  position: v.object({ lat: v.number(), lon: v.number() }),
});
export type Place = v.InferOutput<typeof placeSchema>;
