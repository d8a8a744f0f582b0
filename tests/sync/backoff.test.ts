import { expect, test } from 'vitest';
import { createBackoff } from '#sync/engine/backoff.ts';

const setUp = (random = () => 1) => {
  const clock = { time: 1000 };
  return { clock, backoff: createBackoff(() => clock.time, random) };
};

test('the wait doubles from two seconds to five minutes and is spread by chance', () => {
  const { clock, backoff } = setUp();
  const waits = Array.from({ length: 10 }, () => {
    backoff.backOff('a');
    const wait = backoff.nextOpening()! - clock.time;
    clock.time += wait;
    return wait / 1000;
  });
  expect(waits).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
  const half = setUp(() => 0.5);
  half.backoff.backOff('a');
  expect(half.backoff.nextOpening()! - half.clock.time).toBe(1000);
});

test('the first retry since it worked comes at once, spread by chance; later ones wait as ever', () => {
  const { clock, backoff } = setUp();
  const waits = Array.from({ length: 3 }, () => {
    backoff.retrySoon('a');
    const wait = backoff.nextOpening()! - clock.time;
    clock.time += wait;
    return wait;
  });
  expect(waits).toEqual([250, 2000, 4000]);
  backoff.clear('a');
  backoff.retrySoon('a');
  expect(backoff.nextOpening()! - clock.time).toBe(250);
  const soonest = setUp(() => 0);
  soonest.backoff.retrySoon('a');
  expect(soonest.backoff.nextOpening()! - soonest.clock.time).toBe(50);
});

test('chance never makes it spin', () => {
  const { clock, backoff } = setUp(() => 0);
  backoff.backOff('a');
  expect(backoff.isOpen('a')).toBe(false);
  clock.time += 100;
  expect(backoff.isOpen('a')).toBe(true);
});

test('keys wait each for itself; the next opening is the earliest', () => {
  const { clock, backoff } = setUp();
  backoff.backOff('a');
  clock.time += 2000;
  backoff.backOff('a');
  backoff.backOff('b');
  expect([backoff.isOpen('a'), backoff.isOpen('b'), backoff.isOpen('c')]).toEqual([false, false, true]);
  expect(backoff.nextOpening()).toBe(clock.time + 2000);
  backoff.clear('b');
  expect(backoff.nextOpening()).toBe(clock.time + 4000);
});

test('failures of requests that were under way together count once', () => {
  const { backoff } = setUp();
  backoff.backOff('a');
  backoff.backOff('a');
  expect(backoff.failures('a')).toBe(1);
});

test('[P13a] [P13c] what the server told holds every key, through a reset too, for its time and a little more', () => {
  const { clock, backoff } = setUp();
  backoff.backOff('a');
  backoff.retryAfter(8000);
  backoff.reset();
  backoff.clear('a');
  expect([backoff.isOpen('a'), backoff.isOpen('b'), backoff.nextOpening()]).toEqual([
    false,
    false,
    clock.time + 10_000,
  ]);
  backoff.retryAfter(1000);
  clock.time += 9999;
  expect(backoff.isOpen('a')).toBe(false);
  clock.time += 1;
  expect([backoff.isOpen('a'), backoff.nextOpening()]).toEqual([true, null]);
});

test('[P13c] five minutes and its spread is the longest, and a clock set back makes it no longer', () => {
  const { clock, backoff } = setUp();
  clock.time = 1_800_000_000_000;
  backoff.retryAfter(86_400_000);
  expect(backoff.nextOpening()).toBe(clock.time + 375_000);
  clock.time -= 86_400_000;
  expect(backoff.isOpen('a')).toBe(true);
});

test('a reset opens everything and begins anew', () => {
  const { backoff } = setUp();
  backoff.backOff('a');
  backoff.reset();
  expect([backoff.isOpen('a'), backoff.failures('a'), backoff.nextOpening()]).toEqual([true, 0, null]);
});

test('[D15c] a clock that is set back makes nothing wait for the day it came from', () => {
  const { clock, backoff } = setUp();
  backoff.backOff('a');
  clock.time -= 24 * 60 * 60 * 1000;
  expect([backoff.isOpen('a'), backoff.nextOpening()]).toEqual([true, null]);
  backoff.backOff('a');
  expect(backoff.nextOpening()).toBe(clock.time + 4000);
});

test('[P13e] the longest wait is what it is told to be', () => {
  const clock = { time: 0 };
  const backoff = createBackoff(
    () => clock.time,
    () => 1,
    60_000,
  );
  for (let i = 0; i < 10; i++) {
    backoff.backOff('live');
    clock.time = backoff.nextOpening()!;
  }
  backoff.backOff('live');
  expect(backoff.nextOpening()! - clock.time).toBe(60_000);
});
