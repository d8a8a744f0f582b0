/**
 * The features of a GeoJSON file.
 *
 * Promises: what the caller gets is a list of at most `MAX_FEATURES` features with at most `MAX_POINTS` points together. Nothing
 * here recurses: a deep file costs no stack.
 */
import type { FileFault } from '#domain/office/messages.ts';

export const MAX_FEATURES = 5000;
export const MAX_POINTS = 200_000;

export type Feature = { readonly properties: Readonly<Record<string, unknown>>; readonly geometry: unknown };
type Fault = { readonly fault: { readonly code: FileFault; readonly text?: string } };

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const fault = (code: FileFault, text?: string): Fault => ({
  fault: text === undefined ? { code } : { code, text: text.slice(0, 60) },
});

/** CGCS2000 (EPSG:4490), the datum of the country, differs from WGS-84 by centimetres. */
const isWgs84 = (name: string): boolean =>
  /(^|:)(CRS84|4326|4490)$|^WGS ?84$|^CGCS ?2000$/i.test(name.trim());

/** The name of the datum; null if the file has none. */
const datumOf = (crs: unknown): string | null => {
  if (crs === undefined || crs === null) return null;
  const named = isRecord(crs) && isRecord(crs['properties']) ? crs['properties']['name'] : crs;
  return typeof named === 'string' ? named : JSON.stringify(named ?? crs);
};

/** The lists with no list inside, in any depth. */
const countPoints = (geometry: unknown, limit: number): number => {
  let count = 0;
  const open: unknown[] = [isRecord(geometry) ? geometry['coordinates'] : null];
  while (open.length > 0 && count <= limit) {
    const next = open.pop();
    if (!Array.isArray(next)) continue;
    if (!Array.isArray(next[0])) count += 1;
    else if (next.length > limit) return next.length;
    else for (const item of next) open.push(item);
  }
  return count;
};

export const readGeoJson = (bytes: Uint8Array): Fault | { readonly features: readonly Feature[] } => {
  if (bytes.byteLength === 0) return fault('empty');
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return fault('badEncoding');
  }
  if (text.trim() === '') return fault('empty');
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch {
    return fault(/^\s*[{[]/.test(text) ? 'damaged' : 'notGeoJson');
  }
  if (!isRecord(file)) return fault('notGeoJson');
  const features = file['type'] === 'Feature' ? [file] : file['features'];
  if (!['Feature', 'FeatureCollection'].includes(String(file['type'])) || !Array.isArray(features))
    return fault('notGeoJson');
  const datum = datumOf(file['crs']);
  if (datum !== null && !isWgs84(datum)) return fault('otherDatum', datum);
  if (features.length === 0) return fault('empty');
  if (features.length > MAX_FEATURES) return fault('tooManyRows', String(features.length));
  let points = 0;
  for (const feature of features as readonly unknown[]) {
    points += countPoints(isRecord(feature) ? feature['geometry'] : null, MAX_POINTS);
    if (points > MAX_POINTS) return fault('tooManyPoints', String(MAX_POINTS));
  }
  return {
    features: (features as readonly unknown[]).map((feature) =>
      isRecord(feature) && feature['type'] === 'Feature'
        ? {
            properties: isRecord(feature['properties']) ? feature['properties'] : {},
            geometry: feature['geometry'],
          }
        : { properties: {}, geometry: undefined },
    ),
  };
};
