import type * as v from 'valibot';
import type { Schemas } from '#domain/base/schemas.ts';

/** Where inside a place: 幢 building, 单元 unit, 层 floor, and free text ("shed 3, left row"). */
export const spotSchema = ({ object, nullable, id, line }: Schemas) =>
  object({ placeId: nullable(id), placeName: line, building: line, unit: line, floor: line, detail: line });

export type Spot = v.InferOutput<ReturnType<typeof spotSchema>>;
