import { expect, test } from 'vitest';
import { minutesLeft } from '#ui/state/sync/minutes-left.ts';

const MINUTE = 60_000;

test('time left, unknown → null, and the next estimate starts without the old number', () => {
  expect(minutesLeft(null, null)).toBeNull();
  expect(minutesLeft(3, null)).toBeNull();
});

test('time left, known → whole minutes, rounded up, at least one', () => {
  expect(minutesLeft(null, 2.1 * MINUTE)).toBe(3);
  expect(minutesLeft(null, 0.2 * MINUTE)).toBe(1);
  expect(minutesLeft(null, 0)).toBe(1);
});

test('time left, the estimate varies around a full minute → the number does not change', () => {
  const estimates = [3.1, 2.9, 3.2, 2.8, 3.3, 2.7];
  let shown: number | null = null;
  const seen = estimates.map((it) => (shown = minutesLeft(shown, it * MINUTE)));
  expect(new Set(seen).size).toBe(1);
});

test('time left, a larger change → the number changes', () => {
  expect(minutesLeft(4, 2.5 * MINUTE)).toBe(3);
  expect(minutesLeft(4, 9 * MINUTE)).toBe(9);
});
