/** Reference data: what the office edits. Each kind is one line here. */
import * as v from 'valibot';
import { hazardKindSchema } from '#domain/catalogue/hazard-kinds.ts';
import { calendarSchema } from '#domain/calendar/calendar.ts';
import { settingsSchema } from '#domain/office/settings.ts';
import { areaSchema } from '#domain/place/area.ts';
import { gridSchema } from '#domain/place/grid.ts';
import { placeSchema } from '#domain/place/place.ts';
import { personSchema } from '#domain/people/person.ts';
import { unitSchema } from '#domain/people/unit.ts';

type Kind = {
  readonly schema: v.GenericSchema;
  /** The first protocol version with this kind; 1 if absent. */
  readonly since?: number;
};

const kinds = {
  hazardKind: { schema: hazardKindSchema },
  grid: { schema: gridSchema },
  place: { schema: placeSchema },
  person: { schema: personSchema },
  unit: { schema: unitSchema, since: 7 },
  area: { schema: areaSchema, since: 7 },
  calendar: { schema: calendarSchema, since: 7 },
  settings: { schema: settingsSchema, since: 7 },
} as const satisfies Record<string, Kind>;

export type ReferenceKind = keyof typeof kinds;
export type ReferenceValue<K extends ReferenceKind> = v.InferOutput<(typeof kinds)[K]['schema']>;

export const referenceKinds = Object.keys(kinds) as readonly ReferenceKind[];
export const isReferenceKind = (kind: string): kind is ReferenceKind => Object.hasOwn(kinds, kind);

/** The first protocol version with this kind. */
export const referenceSince = (kind: ReferenceKind): number => (kinds[kind] as Kind).since ?? 1;

/** Null for a kind or a form that this version does not read. */
export const parseReference = <K extends ReferenceKind>(
  kind: K,
  value: unknown,
): ReferenceValue<K> | null => {
  if (!isReferenceKind(kind)) return null;
  const parsed = v.safeParse(kinds[kind].schema as v.GenericSchema, value);
  return parsed.success ? (parsed.output as ReferenceValue<K>) : null;
};
