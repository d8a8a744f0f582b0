import { expect, test } from 'vitest';
import { shifted, unzoomed, zoomedAt } from '#ui/parts/photo/zoom.ts';

const stage = { width: 400, height: 800 };
const picture = { width: 1600, height: 1200 };

test('zoom at a point → the pixel at the point stays', () => {
  const at = { x: 60, y: 20 };
  const near = zoomedAt({ scale: 4, x: 10, y: -5 }, 1.5, at, picture, stage);
  const spot = (zoom: typeof near) => ({ x: (at.x - zoom.x) / zoom.scale, y: (at.y - zoom.y) / zoom.scale });
  expect(near.scale).toBe(6);
  expect(spot(near).x).toBeCloseTo(spot({ scale: 4, x: 10, y: -5 }).x);
  expect(spot(near).y).toBeCloseTo(spot({ scale: 4, x: 10, y: -5 }).y);
});

test('an unzoomed picture, shifted or zoomed out → no change', () => {
  expect(shifted(unzoomed, { x: 90, y: 90 }, picture, stage)).toEqual(unzoomed);
  expect(zoomedAt({ scale: 2, x: 150, y: 0 }, 0.1, { x: 0, y: 0 }, picture, stage)).toEqual(unzoomed);
});

test('a shift → an edge of the picture stays at or outside the edge of the stage', () => {
  // Unzoomed 400 × 300; at scale three, 1200 × 900.
  const far = shifted({ scale: 3, x: 0, y: 0 }, { x: 9999, y: -9999 }, picture, stage);
  expect(far).toEqual({ scale: 3, x: 400, y: -50 });
});

test('zoom in → at most eight times', () => {
  expect(zoomedAt(unzoomed, 100, { x: 0, y: 0 }, picture, stage).scale).toBe(8);
});
