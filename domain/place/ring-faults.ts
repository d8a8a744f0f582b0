/**
 * What is wrong with the boundary of a grid as a file has it.
 *
 * Promises: a ring without faults is closed, has three corners or more, and meets itself nowhere. The time grows with the
 * edges whose longitudes overlap; the caller bounds it.
 */
import type { Polygon } from '#domain/base/geometry.ts';
import { shownPoint } from '#domain/base/polygon.ts';
import type { ProblemCode } from '#domain/office/problem.ts';

type Point = Polygon[number][number];
type Ring = Polygon[number];
export type RingFault = {
  readonly code: Extract<ProblemCode, 'ringOpen' | 'ringTooShort' | 'selfCrossing'>;
  readonly text?: string;
};

const isSame = (a: Point, b: Point): boolean => a[0] === b[0] && a[1] === b[1];

/** The ring without points that repeat the one before. */
export const withoutRepeats = (ring: Ring): Ring =>
  ring.filter((point, i) => i === 0 || !isSame(point, ring[i - 1]!));

/** Twice the area of the triangle: positive if c is left of the line from a to b. */
const side = (a: Point, b: Point, c: Point): number =>
  (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);

const isBetween = (a: Point, b: Point, c: Point): boolean =>
  Math.min(a[0], b[0]) <= c[0] &&
  c[0] <= Math.max(a[0], b[0]) &&
  Math.min(a[1], b[1]) <= c[1] &&
  c[1] <= Math.max(a[1], b[1]);

/** A point that both edges have; null if they do not meet. */
const meeting = (a: Point, b: Point, c: Point, d: Point): Point | null => {
  const [sc, sd, sa, sb] = [side(a, b, c), side(a, b, d), side(c, d, a), side(c, d, b)];
  if (sc > 0 !== sd > 0 && sa > 0 !== sb > 0 && sc !== 0 && sd !== 0 && sa !== 0 && sb !== 0) {
    const part = sc / (sc - sd);
    return [c[0] + (d[0] - c[0]) * part, c[1] + (d[1] - c[1]) * part];
  }
  if (sc === 0 && isBetween(a, b, c)) return c;
  if (sd === 0 && isBetween(a, b, d)) return d;
  if (sa === 0 && isBetween(c, d, a)) return a;
  if (sb === 0 && isBetween(c, d, b)) return b;
  return null;
};

/** An edge that runs back over the one before. */
const turnsBack = (a: Point, b: Point, c: Point): boolean =>
  side(a, b, c) === 0 && (b[0] - a[0]) * (c[0] - b[0]) + (b[1] - a[1]) * (c[1] - b[1]) < 0;

/** The first point at which the closed ring meets itself; null for a simple ring. */
const selfMeeting = (ring: Ring): Point | null => {
  const count = ring.length - 1;
  for (let i = 0; i < count; i++)
    if (turnsBack(ring[i]!, ring[i + 1]!, ring[(i + 2) % count]!)) return ring[i + 1]!;
  const west = (i: number): number => Math.min(ring[i]![0], ring[i + 1]![0]);
  const east = (i: number): number => Math.max(ring[i]![0], ring[i + 1]![0]);
  const edges = Array.from({ length: count }, (_, i) => i).sort((i, j) => west(i) - west(j));
  let open: number[] = [];
  for (const i of edges) {
    open = open.filter((j) => east(j) >= west(i));
    for (const j of open) {
      const apart = Math.abs(i - j);
      if (apart === 1 || apart === count - 1) continue;
      const point = meeting(ring[i]!, ring[i + 1]!, ring[j]!, ring[j + 1]!);
      if (point) return point;
    }
    open.push(i);
  }
  return null;
};

/** Null for a ring that may be the boundary of a grid. Points that repeat the one before are no fault. */
export const ringFault = (given: Ring): RingFault | null => {
  const ring = withoutRepeats(given);
  const [first, last] = [ring[0], ring.at(-1)];
  if (!first || !last) return { code: 'ringTooShort' };
  if (ring.length > 1 && !isSame(first, last)) return { code: 'ringOpen' };
  if (ring.length < 4) return { code: 'ringTooShort' };
  const crossing = selfMeeting(ring);
  return crossing && { code: 'selfCrossing', text: shownPoint({ lat: crossing[1], lon: crossing[0] }) };
};
