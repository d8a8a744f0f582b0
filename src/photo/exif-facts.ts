import { isPlausible, type Position } from '#domain/base/geometry.ts';

/** `turned`: the displayed width is the stored height. */
export type ExifFacts = {
  readonly takenAt: string | null;
  readonly position: Position | null;
  readonly turned: boolean;
};

const nothing: ExifFacts = { takenAt: null, position: null, turned: false };

const wantedTags = [
  'Orientation',
  'DateTimeOriginal',
  'DateTimeDigitized',
  'OffsetTimeOriginal',
  'OffsetTimeDigitized',
  'GPSStatus',
  'GPSLatitude',
  'GPSLatitudeRef',
  'GPSLongitude',
  'GPSLongitudeRef',
  'GPSHPositioningError',
] as const;

/**
 * Values as stored in the file: text in an array of one element, a rational as a pair. Not trusted, so each one is
 * checked.
 */
type Values = Partial<Record<(typeof wantedTags)[number], unknown>>;

const text = (value: unknown): string | null => {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return typeof first === 'string' ? first.trim() : null;
};

/**
 * NaN for an undefined rational (0/0), a negative one, or a value that is not a rational; Infinity for a division by
 * zero.
 */
const rational = (value: unknown): number => {
  if (!Array.isArray(value) || value.length !== 2) return Number.NaN;
  const [numerator, denominator]: unknown[] = value;
  if (typeof numerator !== 'number' || typeof denominator !== 'number') return Number.NaN;
  return numerator / denominator >= 0 ? numerator / denominator : Number.NaN;
};

/** Degrees, minutes, seconds and a hemisphere. Without a hemisphere the result is NaN, not a guess. */
const degrees = (value: unknown, ref: unknown, plus: string, minus: string): number => {
  const sign = { [plus]: 1, [minus]: -1 }[text(ref)?.toUpperCase() ?? ''];
  if (!sign || !Array.isArray(value) || value.length !== 3) return Number.NaN;
  const [wholeDegrees, minutes, seconds] = value.map(rational) as [number, number, number];
  return minutes < 60 && seconds < 60 ? sign * (wholeDegrees + minutes / 60 + seconds / 3600) : Number.NaN;
};

const positionOf = (tags: Values): Position | null => {
  // V: the receiver itself reports that it had no fix.
  if (text(tags.GPSStatus)?.toUpperCase() === 'V') return null;
  const lat = degrees(tags.GPSLatitude, tags.GPSLatitudeRef, 'N', 'S');
  const lon = degrees(tags.GPSLongitude, tags.GPSLongitudeRef, 'E', 'W');
  if (!isPlausible({ lat, lon })) return null;
  const error = rational(tags.GPSHPositioningError);
  return {
    lat,
    lon,
    accuracyMetres: error > 0 && Number.isFinite(error) ? error : null,
    ageMillis: null,
    source: 'photo',
  };
};

/** Keeps the wall-clock time of the camera. A blank, zero or impossible date gives null. */
const timeOf = (time: unknown, offset: unknown): string | null => {
  const match = /^(\d{4}):(\d\d):(\d\d) (\d\d):(\d\d):(\d\d)/.exec(text(time) ?? '');
  if (!match) return null;
  const [, year, month, day, hour, minute, second] = match;
  const local = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
  const parsed = new Date(`${local}Z`);
  if (year === '0000' || Number.isNaN(parsed.getTime()) || !parsed.toISOString().startsWith(local))
    return null;
  const zone = text(offset) ?? '';
  return /^[+-]\d\d:\d\d$/.test(zone) ? local + zone : local;
};

/** A photo is never refused for its metadata: whatever the reader cannot parse counts as no metadata. */
export const readExifFacts = async (file: ArrayBuffer): Promise<ExifFacts> => {
  try {
    const { load } = await import('exifreader');
    const tags = load(file, { includeTags: { exif: wantedTags } });
    const values: Values = Object.fromEntries(wantedTags.map((tag) => [tag, tags[tag]?.value]));
    const orientation = values.Orientation;
    return {
      takenAt:
        timeOf(values.DateTimeOriginal, values.OffsetTimeOriginal) ??
        timeOf(values.DateTimeDigitized, values.OffsetTimeDigitized),
      position: positionOf(values),
      turned: typeof orientation === 'number' && orientation >= 5 && orientation <= 8,
    };
  } catch {
    return nothing;
  }
};
