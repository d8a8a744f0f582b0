import type { Schemas } from '#domain/base/schemas.ts';
import { caseStates } from './states.ts';

/** What this version reads of a stored or pulled case. A field of a later version passes. */
export const caseSchema = ({
  object,
  picklist,
  string,
  number,
  boolean,
  nullable,
  array,
  optional,
}: Schemas) =>
  object({
    state: picklist(caseStates),
    reportEvent: string(),
    reporter: string(),
    device: string(),
    reportedAt: number(),
    isTimeUncertain: optional(boolean()),
    gridScope: string(),
    grid: nullable(string()),
    hazard: string(),
    severity: string(),
    channel: string(),
    spot: object({
      placeId: nullable(string()),
      placeName: string(),
      building: string(),
      unit: string(),
      floor: string(),
      detail: string(),
    }),
    position: nullable(object({ lat: number(), lon: number() })),
    description: string(),
    handled: boolean(),
    dismissReason: string(),
    photos: array(object({ sha256: string(), eventId: string(), thumbnail: object({ sha256: string() }) })),
    timeline: array(
      object({ eventId: string(), type: string(), author: string(), at: number(), text: optional(string()) }),
    ),
  });
