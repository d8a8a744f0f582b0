import { expect, test } from 'vitest';
import { shifted, unzoomed, zoomedAt } from '#ui/parts/photo/zoom.ts';

const stage = { width: 400, height: 800 };
const picture = { width: 1600, height: 1200 };

test('what lies under the point stays under it', () => {
  const at = { x: 60, y: 20 };
  const near = zoomedAt({ scale: 4, x: 10, y: -5 }, 1.5, at, picture, stage);
  const spot = (zoom: typeof near) => ({ x: (at.x - zoom.x) / zoom.scale, y: (at.y - zoom.y) / zoom.scale });
  expect(near.scale).toBe(6);
  expect(spot(near).x).toBeCloseTo(spot({ scale: 4, x: 10, y: -5 }).x);
  expect(spot(near).y).toBeCloseTo(spot({ scale: 4, x: 10, y: -5 }).y);
});

test('a unzoomed picture does not move, and nothing gets smaller than unzoomed', () => {
  expect(shifted(unzoomed, { x: 90, y: 90 }, picture, stage)).toEqual(unzoomed);
  expect(zoomedAt({ scale: 2, x: 150, y: 0 }, 0.1, { x: 0, y: 0 }, picture, stage)).toEqual(unzoomed);
});

test('an edge comes in no further than the edge of the stage', () => {
  // Fitted it is 400 × 300: at three times, 1200 × 900.
  const far = shifted({ scale: 3, x: 0, y: 0 }, { x: 9999, y: -9999 }, picture, stage);
  expect(far).toEqual({ scale: 3, x: 400, y: -50 });
});

test('it grows no further than eight times', () => {
  expect(zoomedAt(unzoomed, 100, { x: 0, y: 0 }, picture, stage).scale).toBe(8);
});
