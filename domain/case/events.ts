import * as v from 'valibot';
import { severities } from '#domain/catalogue/hazard-kinds.ts';
import { positionSchema } from '#domain/base/geometry.ts';
import { gridCodeSchema } from '#domain/place/grid.ts';

export const MAX_TEXT = 2000;
const line = v.pipe(v.string(), v.maxLength(120));
const text = v.pipe(v.string(), v.maxLength(MAX_TEXT));
const neededText = v.pipe(text, v.minLength(1));

/** Where inside a place: 幢 building, 单元 unit, 层 floor, and a free spot ("shed 3, left row"). */
export const spotSchema = v.object({
  placeId: v.nullable(v.pipe(v.string(), v.maxLength(64))),
  placeName: line,
  building: line,
  unit: line,
  floor: line,
  detail: line,
});
export type Spot = v.InferOutput<typeof spotSchema>;

export const channels = [
  'patrol',
  'spotCheck',
  'observer',
  'resident',
  'hotline',
  'drone',
  'video',
  'import',
] as const;
export const noPositionReasons = ['indoors', 'denied', 'unavailable'] as const;

export const caseEventBodies = {
  'case.reported': v.object({
    hazard: v.pipe(v.string(), v.regex(/^[A-Z]{2}\d{2}$/)),
    severity: v.picklist(severities),
    channel: v.picklist(channels),
    grid: v.nullable(gridCodeSchema),
    spot: spotSchema,
    position: v.nullable(positionSchema),
    /** Why there is no position; null when there is one. */
    noPosition: v.nullable(v.picklist(noPositionReasons)),
    description: text,
    /** 当场整改: put right on the spot, shown by an after photo. */
    handled: v.boolean(),
  }),
  'case.noted': v.object({ text: neededText }),
  'case.photoAdded': v.object({ text }),
  'case.filed': v.object({ text }),
  'case.dismissed': v.object({ text: neededText }),
} as const;

export type CaseEventType = keyof typeof caseEventBodies;
