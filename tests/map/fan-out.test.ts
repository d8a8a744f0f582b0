import { expect, test } from 'vitest';
import { distanceMetres } from '#domain/base/geometry.ts';
import type { CaseMark } from '#map/case-marks.ts';
import { fanOut } from '#map/fan-out.ts';

const mark = (caseId: string | null, lat = 30.27, lon = 120.15): CaseMark => ({
  lat,
  lon,
  count: caseId === null ? 5 : 1,
  severity: 'minor',
  caseId,
  opensAtZoom: null,
  label: '',
  isOpen: false,
});
/** At 30° north. */
const metresPerPixel = (zoom: number): number => (156_543 * Math.cos((30.27 * Math.PI) / 180)) / 2 ** zoom;

test('four cases on one spot → four marks, each 40 pixels from the next, around the spot', () => {
  const fanned = fanOut([mark('d'), mark('a'), mark('c'), mark('b')], 20);
  expect(fanned.map(({ caseId }) => caseId)).toEqual(['a', 'b', 'c', 'd']);
  const gaps = fanned.map((it, i) => distanceMetres(it, fanned[(i + 1) % 4]!) / metresPerPixel(20));
  for (const gap of gaps) expect(gap).toBeGreaterThan(30);
  for (const it of fanned) expect(distanceMetres(it, mark('x')) / metresPerPixel(20)).toBeLessThan(40);
});

test('the same cases in another order → the same places', () => {
  const one = fanOut([mark('a'), mark('b')], 20);
  expect(fanOut([mark('b'), mark('a')], 20)).toEqual(one);
});

test('a case that is alone, and a cluster on a case → unmoved', () => {
  const marks = [mark(null), mark('a'), mark('b', 30.28)];
  expect(fanOut(marks, 20)).toEqual(marks);
});
