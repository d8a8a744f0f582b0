import type { LatLon } from '#domain/base/geometry.ts';
import type { CaseMark } from './case-marks.ts';

const METRES_PER_DEGREE = 111_195;
/** Of the map at zoom 0, at the equator. */
const METRES_PER_PIXEL = 156_543;
/** Marks that are closer cover each other. */
const CLOSE_PIXELS = 20;
/** Between two neighbours on the ring, so that a thumb hits one of them. */
const STEP_PIXELS = 40;

/**
 * Marks of single cases on one spot, moved apart on a ring around it. Without this only the top one can be clicked at the
 * highest zoom. All others stay where they are.
 */
export const fanOut = (marks: readonly CaseMark[], zoom: number): readonly CaseMark[] => {
  const spots: { readonly at: LatLon; readonly marks: CaseMark[] }[] = [];
  const rest: CaseMark[] = [];
  for (const mark of marks) {
    if (mark.caseId === null) {
      rest.push(mark);
      continue;
    }
    const pixel = pixelAt(mark, zoom);
    const spot = spots.find(({ at }) => {
      const [north, east] = [(mark.lat - at.lat) / pixel.lat, (mark.lon - at.lon) / pixel.lon];
      return Math.hypot(north, east) < CLOSE_PIXELS;
    });
    if (spot) spot.marks.push(mark);
    else spots.push({ at: mark, marks: [mark] });
  }
  return [...rest, ...spots.flatMap(({ at, marks: there }) => onRing(at, there, zoom))];
};

/** The size of a pixel in degrees. */
const pixelAt = ({ lat }: LatLon, zoom: number): LatLon => {
  const shrink = Math.cos((lat * Math.PI) / 180);
  const metres = (METRES_PER_PIXEL * shrink) / 2 ** zoom;
  return { lat: metres / METRES_PER_DEGREE, lon: metres / (METRES_PER_DEGREE * shrink) };
};

const onRing = (at: LatLon, marks: readonly CaseMark[], zoom: number): readonly CaseMark[] => {
  if (marks.length === 1) return marks;
  const pixel = pixelAt(at, zoom);
  const radius = Math.max(STEP_PIXELS / 2, (STEP_PIXELS * marks.length) / (2 * Math.PI));
  // By id: a mark keeps its place on the ring when the list is read again.
  return marks
    .slice()
    .sort((a, b) => (a.caseId! < b.caseId! ? -1 : 1))
    .map((mark, i) => {
      const angle = (2 * Math.PI * i) / marks.length;
      return {
        ...mark,
        lat: at.lat + Math.cos(angle) * radius * pixel.lat,
        lon: at.lon + Math.sin(angle) * radius * pixel.lon,
      };
    });
};
