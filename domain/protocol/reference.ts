import * as v from 'valibot';
import { hazardKindSchema } from '#domain/catalogue/hazard-kinds.ts';
import { gridSchema } from '#domain/place/grid.ts';
import { placeSchema } from '#domain/place/place.ts';
import type { ReferenceKind } from './pull.ts';
import { personSchema } from './session.ts';

/** What a row of reference data holds, by its kind. */
const referenceSchemas = {
  hazardKind: hazardKindSchema,
  grid: gridSchema,
  place: placeSchema,
  person: personSchema,
} as const satisfies Record<ReferenceKind, v.GenericSchema>;

export type ReferenceValue<K extends ReferenceKind> = v.InferOutput<(typeof referenceSchemas)[K]>;

/** Null for a row in a form this version does not read. */
export const parseReference = <K extends ReferenceKind>(
  kind: K,
  value: unknown,
): ReferenceValue<K> | null => {
  const parsed = v.safeParse(referenceSchemas[kind], value);
  return parsed.success ? (parsed.output as ReferenceValue<K>) : null;
};
