import { afterEach, expect, test, vi } from 'vitest';
import type { Schedule, Trigger } from '#sync/coordination/schedule.ts';
import { markFirstScreenReady } from '#ui/state/app/first-screen.ts';
import { startLazily } from '#ui/state/sync/lazy-schedule.ts';

afterEach(() => void vi.useRealTimers());

const rig = (failures: number) => {
  const woken: Trigger[] = [];
  let asked = 0;
  const inner: Schedule = { wake: (trigger) => void woken.push(trigger), stop: () => Promise.resolve() };
  markFirstScreenReady();
  const schedule = startLazily(async () => {
    asked += 1;
    if (asked <= failures) throw new Error('Not fetched');
    return () => inner;
  });
  return { schedule, woken, asked: () => asked };
};

test('a wake, before the engine is loaded → passed on after the load', async () => {
  const { schedule, woken } = rig(0);
  schedule.wake('save');
  await expect.poll(() => woken).toEqual(['save']);
  schedule.wake('tap');
  expect(woken).toEqual(['save', 'tap']);
});

test('the engine cannot be loaded, a wake → loaded again', async () => {
  const { schedule, woken, asked } = rig(2);
  await expect.poll(asked).toBe(1);
  for (const times of [2, 3]) {
    await new Promise((resolve) => setTimeout(resolve));
    schedule.wake('tap');
    await expect.poll(asked).toBe(times);
  }
  await expect.poll(() => woken).toEqual(['tap']);
  await schedule.stop();
});

test('the engine cannot be loaded, a minute passes → loaded again; after a stop → not loaded', async () => {
  vi.useFakeTimers();
  const { schedule, asked } = rig(3);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(asked()).toBe(1);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(asked()).toBe(2);
  await schedule.stop();
  await vi.advanceTimersByTimeAsync(600_000);
  expect(asked()).toBe(2);
});
