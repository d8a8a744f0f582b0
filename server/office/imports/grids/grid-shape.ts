/** The shape of a grid from the geometry of a feature. */
import { isPlausible, type Polygon } from '#domain/base/geometry.ts';
import { boundsOfRings, sharedBounds, shownPoint } from '#domain/base/polygon.ts';
import { ringFault, withoutRepeats } from '#domain/place/ring-faults.ts';
import { overlapOf, restOf } from './clip.ts';
import type { RowProblem } from '#server/office/imports/read-row.ts';

type Ring = [number, number][];
type Shape = { readonly parts: readonly Ring[][] } | { readonly problem: RowProblem };

const FIELD = 'polygon';
/** Square metres. Less comes from rounded coordinates. */
const MIN_AREA = 1;

const wrong = (code: RowProblem['code'], text?: string): { readonly problem: RowProblem } => ({
  problem: { column: null, field: FIELD, code, ...(text === undefined ? {} : { text }) },
});

class Wrong extends Error {
  constructor(readonly found: { readonly problem: RowProblem }) {
    super(found.problem.code);
  }
}

const listOf = (value: unknown): readonly unknown[] => {
  if (!Array.isArray(value) || value.length === 0) throw new Wrong(wrong('badForm'));
  return value;
};

/** A height is left out. */
const readPoint = (value: unknown): [number, number] => {
  const [lon, lat] = listOf(value);
  if (typeof lon !== 'number' || typeof lat !== 'number') throw new Wrong(wrong('badForm'));
  if (!isPlausible({ lat, lon })) throw new Wrong(wrong('notOnEarth', `${lat}, ${lon}`.slice(0, 60)));
  return [lon, lat];
};

const readRing = (value: unknown): Ring => {
  const ring = listOf(value).map(readPoint);
  const fault = ringFault(ring);
  if (fault) throw new Wrong(wrong(fault.code, fault.text));
  return withoutRepeats(ring) as Ring;
};

const readPolygon = (value: unknown): Ring[] => listOf(value).map(readRing);

/** Where rings of one grid cross each other: a hole outside its ring, holes or parts on top of each other. */
const crossing = (parts: readonly Polygon[]): string | null => {
  const sharedBy = (a: Polygon, b: Polygon) => {
    const box = sharedBounds(boundsOfRings(a), boundsOfRings(b));
    return box ? overlapOf(a, b, box, MIN_AREA)[0] : undefined;
  };
  for (const [i, part] of parts.entries()) {
    const [outer = [], ...holes] = part;
    for (const [j, hole] of holes.entries()) {
      const found =
        restOf([hole], [[outer]], MIN_AREA)[0] ??
        holes
          .slice(j + 1)
          .map((other) => sharedBy([hole], [other]))
          .find(Boolean);
      if (found) return shownPoint(found.at);
    }
    for (const other of parts.slice(i + 1)) {
      const found = sharedBy(part, other);
      if (found) return shownPoint(found.at);
    }
  }
  return null;
};

export const readShape = (geometry: unknown): Shape => {
  if (typeof geometry !== 'object' || geometry === null) return wrong('missing');
  const { type, coordinates } = geometry as { readonly type?: unknown; readonly coordinates?: unknown };
  if (type !== 'Polygon' && type !== 'MultiPolygon') return wrong('badForm', String(type).slice(0, 60));
  try {
    const parts = type === 'Polygon' ? [readPolygon(coordinates)] : listOf(coordinates).map(readPolygon);
    const at = crossing(parts);
    return at === null ? { parts } : wrong('selfCrossing', at);
  } catch (error) {
    if (error instanceof Wrong) return error.found;
    throw error;
  }
};
