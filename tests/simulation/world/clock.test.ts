/** Timers behave the same on the clock of the machine and on that of a world. */
import { describe, expect, test } from 'vitest';
import type { Millis } from '#domain/base/units.ts';
import { World } from './world.ts';

type Clock = {
  readonly now: () => Millis;
  readonly later: (millis: Millis, run: () => void) => () => void;
};

const byTheMachine = async (work: (clock: Clock) => Promise<void>): Promise<void> =>
  work({
    now: () => performance.now(),
    later: (millis, run) => {
      const timer = setTimeout(run, millis);
      return () => clearTimeout(timer);
    },
  });

const inAWorld = async (work: (clock: Clock) => Promise<void>): Promise<void> => {
  const world = new World(1, 5);
  const simProcess = world.simProcess('phone', true);
  const settled: PromiseSettledResult<void>[] = [];
  world.soon(simProcess, () => {
    const clock = {
      now: world.now,
      later: (millis: Millis, run: () => void) => world.later(simProcess, millis, run),
    };
    void Promise.allSettled([work(clock)]).then(([it]) => settled.push(it));
  });
  await world.run(10_000, () => false);
  expect(settled).toEqual([{ status: 'fulfilled', value: undefined }]);
};

describe.each([
  ['the machine', byTheMachine],
  ['a world', inAWorld],
])('the clock of %s', (_, on) => {
  const after = ({ later }: Clock, millis: Millis) =>
    new Promise<void>((resolve) => void later(millis, resolve));

  test('several timers → fire by due time; due at the same time → in the order they were set', () =>
    on(async (clock) => {
      const fired: string[] = [];
      for (const [what, millis] of [
        ['late', 30],
        ['one', 10],
        ['two', 10],
        ['three', 10],
      ] as const)
        clock.later(millis, () => fired.push(what));
      await after(clock, 60);
      expect(fired).toEqual(['one', 'two', 'three', 'late']);
    }));

  test('timer cleared, also by another timer of the same time → does not fire', () =>
    on(async (clock) => {
      const fired: string[] = [];
      clock.later(10, () => fired.push('cleared'))();
      clock.later(10, () => clearLast());
      const clearLast = clock.later(10, () => fired.push('cleared by another'));
      const done = clock.later(10, () => fired.push('done'));
      await after(clock, 30);
      done();
      expect(fired).toEqual(['done']);
    }));

  test('timer overdue when set → fires after the code that set it', () =>
    on(async (clock) => {
      const fired: string[] = [];
      clock.later(-5, () => fired.push('overdue'));
      clock.later(0, () => fired.push('at once'));
      await Promise.resolve();
      fired.push('set');
      await after(clock, 10);
      expect(fired).toEqual(['set', 'overdue', 'at once']);
    }));

  test('promise settled by a timer → runs before the next timer', () =>
    on(async (clock) => {
      const fired: string[] = [];
      clock.later(10, () => void Promise.resolve().then(() => fired.push('promise')));
      clock.later(10, () => fired.push('next'));
      await after(clock, 30);
      expect(fired).toEqual(['promise', 'next']);
    }));

  test('delay → time advances by at least that, never back', () =>
    on(async (clock) => {
      const times = [clock.now()];
      for (const millis of [0, 3, 2.5]) {
        await after(clock, millis);
        times.push(clock.now());
        // A timer of the machine may be early by a part of a millisecond.
        expect(times.at(-1)! - times.at(-2)!).toBeGreaterThanOrEqual(Math.floor(millis) - 1);
      }
      expect([...times].sort((one, other) => one - other)).toEqual(times);
    }));
});
