import type { Bytes, Millis } from '#domain/base/units.ts';

/** What an import accepts. Whatever is larger is refused in words before it can take memory or time. */
export const limits = {
  tableBytes: 8 * 1024 * 1024,
  geoJsonBytes: 40 * 1024 * 1024,
  rows: 20_000,
  columns: 200,
  /** Of all cells of a file together. */
  signs: 16_000_000,
  zipEntries: 2000,
  /** Of all parts of a workbook together, inflated. */
  inflatedBytes: 64 * 1024 * 1024,
  /** Of the thread that reads a file. */
  heapMegabytes: 768,
  millis: 60_000,
} satisfies Record<string, Bytes | Millis | number>;

export const maxBytesOf = (kind: string): Bytes =>
  kind === 'grid' ? limits.geoJsonBytes : limits.tableBytes;
