import { expect, test } from 'vitest';
import { minutesLeft } from '#ui/state/sync/minutes-left.ts';

const MINUTE = 60_000;

test('what is not known is not guessed, and begins anew', () => {
  expect(minutesLeft(null, null)).toBeNull();
  expect(minutesLeft(3, null)).toBeNull();
});

test('whole minutes, rounded up, never none', () => {
  expect(minutesLeft(null, 2.1 * MINUTE)).toBe(3);
  expect(minutesLeft(null, 0.2 * MINUTE)).toBe(1);
  expect(minutesLeft(null, 0)).toBe(1);
});

test('an estimate that wavers about a full minute does not make the number dance', () => {
  const estimates = [3.1, 2.9, 3.2, 2.8, 3.3, 2.7];
  let shown: number | null = null;
  const seen = estimates.map((it) => (shown = minutesLeft(shown, it * MINUTE)));
  expect(new Set(seen).size).toBe(1);
});

test('a real change is followed', () => {
  expect(minutesLeft(4, 2.5 * MINUTE)).toBe(3);
  expect(minutesLeft(4, 9 * MINUTE)).toBe(9);
});
