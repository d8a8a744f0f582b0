import { expect, test } from 'vitest';
import { createBackoff } from '#sync/engine/backoff.ts';

const setUp = (random = () => 1) => {
  const clock = { time: 1000 };
  return { clock, backoff: createBackoff(() => clock.time, random) };
};

test('back-off, repeated failures → the wait doubles from two seconds to five minutes, with jitter', () => {
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

test('retrySoon, first failure after a success → waits 50 to 250 ms; later failures wait as usual', () => {
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

test('back-off, random value 0 → still waits 100 ms', () => {
  const { clock, backoff } = setUp(() => 0);
  backoff.backOff('a');
  expect(backoff.isOpen('a')).toBe(false);
  clock.time += 100;
  expect(backoff.isOpen('a')).toBe(true);
});

test('back-off, two keys → each key waits by itself; nextOpening is the earliest', () => {
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

test('back-off, failures of parallel requests → count once', () => {
  const { backoff } = setUp();
  backoff.backOff('a');
  backoff.backOff('a');
  expect(backoff.failures('a')).toBe(1);
});

test('[P13a] [P13c] Retry-After, then reset and clear → every key stays closed for the given time plus up to a quarter', () => {
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

test('[P13c] Retry-After of a day → at most five minutes plus a quarter; a clock set back opens the keys', () => {
  const { clock, backoff } = setUp();
  clock.time = 1_800_000_000_000;
  backoff.retryAfter(86_400_000);
  expect(backoff.nextOpening()).toBe(clock.time + 375_000);
  clock.time -= 86_400_000;
  expect(backoff.isOpen('a')).toBe(true);
});

test('reset → opens every key and forgets the failures', () => {
  const { backoff } = setUp();
  backoff.backOff('a');
  backoff.reset();
  expect([backoff.isOpen('a'), backoff.failures('a'), backoff.nextOpening()]).toEqual([true, 0, null]);
});

test('[D15c] back-off, clock set back by a day → the key is open', () => {
  const { clock, backoff } = setUp();
  backoff.backOff('a');
  clock.time -= 24 * 60 * 60 * 1000;
  expect([backoff.isOpen('a'), backoff.nextOpening()]).toEqual([true, null]);
  backoff.backOff('a');
  expect(backoff.nextOpening()).toBe(clock.time + 4000);
});

test('[P13e] back-off, own maximum of 60 s → no wait is longer', () => {
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
