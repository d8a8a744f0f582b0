/**
 * Writes an EXIF block into a JPEG: a big-endian TIFF of three directories. Values are not checked, so that a test can write
 * wrong ones.
 */
type Rational = readonly [over: number, under: number];

export type ExifValues = {
  readonly orientation?: number;
  readonly dateTimeOriginal?: string;
  readonly offsetTimeOriginal?: string;
  readonly gps?: {
    readonly lat?: readonly Rational[];
    readonly latRef?: string;
    readonly lon?: readonly Rational[];
    readonly lonRef?: string;
    readonly status?: string;
    readonly datum?: string;
    readonly positioningError?: Rational;
  };
};

type Entry = {
  readonly tag: number;
  readonly type: number;
  readonly count: number;
  readonly bytes: number[];
};

const uint16 = (value: number) => [(value >> 8) & 255, value & 255];
const uint32 = (value: number) => [
  (value >>> 24) & 255,
  (value >>> 16) & 255,
  (value >>> 8) & 255,
  value & 255,
];

const short = (tag: number, value: number): Entry => ({ tag, type: 3, count: 1, bytes: uint16(value) });
const long = (tag: number, value: number): Entry => ({ tag, type: 4, count: 1, bytes: uint32(value) });
const ascii = (tag: number, value: string): Entry => {
  const bytes = [...`${value}\0`].map((char) => char.charCodeAt(0));
  return { tag, type: 2, count: bytes.length, bytes };
};
const rationals = (tag: number, values: readonly Rational[]): Entry => ({
  tag,
  type: 5,
  count: values.length,
  bytes: values.flatMap(([over, under]) => [...uint32(over), ...uint32(under)]),
});

const optional = <T>(value: T | undefined, write: (value: T) => Entry): Entry[] =>
  value === undefined ? [] : [write(value)];

/** A directory at the given offset. Values longer than four bytes follow it. */
const directory = (entries: readonly Entry[], offset: number): number[] => {
  let valuesAt = offset + 2 + entries.length * 12 + 4;
  const head: number[] = uint16(entries.length);
  const values: number[] = [];
  for (const { tag, type, count, bytes } of entries) {
    head.push(...uint16(tag), ...uint16(type), ...uint32(count));
    if (bytes.length <= 4) head.push(...bytes, ...Array<number>(4 - bytes.length).fill(0));
    else {
      const padded = bytes.length % 2 ? [...bytes, 0] : bytes;
      head.push(...uint32(valuesAt));
      values.push(...padded);
      valuesAt += padded.length;
    }
  }
  return [...head, ...uint32(0), ...values];
};

const tiff = ({ orientation, dateTimeOriginal, offsetTimeOriginal, gps }: ExifValues): number[] => {
  const root = (exifAt: number, gpsAt: number) =>
    directory(
      [
        ...optional(orientation, (value) => short(0x0112, value)),
        long(0x8769, exifAt),
        ...(gps ? [long(0x8825, gpsAt)] : []),
      ],
      8,
    );
  const exifAt = 8 + root(0, 0).length;
  const exif = directory(
    [
      ...optional(dateTimeOriginal, (value) => ascii(0x9003, value)),
      ...optional(offsetTimeOriginal, (value) => ascii(0x9011, value)),
    ],
    exifAt,
  );
  const gpsAt = exifAt + exif.length;
  const gpsEntries = [
    ...optional(gps?.latRef, (value) => ascii(0x01, value)),
    ...optional(gps?.lat, (value) => rationals(0x02, value)),
    ...optional(gps?.lonRef, (value) => ascii(0x03, value)),
    ...optional(gps?.lon, (value) => rationals(0x04, value)),
    ...optional(gps?.status, (value) => ascii(0x09, value)),
    ...optional(gps?.datum, (value) => ascii(0x12, value)),
    ...optional(gps?.positioningError, (value) => rationals(0x1f, [value])),
  ];
  return [
    ...uint32(0x4d4d_002a),
    ...uint32(8),
    ...root(exifAt, gpsAt),
    ...exif,
    ...(gps ? directory(gpsEntries, gpsAt) : []),
  ];
};

/** The JPEG with the block as its first segment. */
export const withExif = (jpeg: Uint8Array, values: ExifValues): Uint8Array<ArrayBuffer> => {
  const payload = [...'Exif\0\0'].map((char) => char.charCodeAt(0)).concat(tiff(values));
  return new Uint8Array([
    0xff,
    0xd8,
    0xff,
    0xe1,
    ...uint16(payload.length + 2),
    ...payload,
    ...jpeg.subarray(2),
  ]);
};
