/** What waits, waits alike by the machine's clock and by a world's. */
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

  test('what is due first comes first, and of two at one time the one set first', () =>
    on(async (clock) => {
      const heard: string[] = [];
      for (const [what, millis] of [
        ['late', 30],
        ['one', 10],
        ['two', 10],
        ['three', 10],
      ] as const)
        clock.later(millis, () => heard.push(what));
      await after(clock, 60);
      expect(heard).toEqual(['one', 'two', 'three', 'late']);
    }));

  test('what was cleared never comes, also when another of that time clears it', () =>
    on(async (clock) => {
      const heard: string[] = [];
      clock.later(10, () => heard.push('cleared'))();
      clock.later(10, () => clearLast());
      const clearLast = clock.later(10, () => heard.push('cleared by another'));
      const done = clock.later(10, () => heard.push('done'));
      await after(clock, 30);
      done();
      expect(heard).toEqual(['done']);
    }));

  test('nothing comes before the code that set it has gone on, not even what is overdue', () =>
    on(async (clock) => {
      const heard: string[] = [];
      clock.later(-5, () => heard.push('overdue'));
      clock.later(0, () => heard.push('at once'));
      await Promise.resolve();
      heard.push('set');
      await after(clock, 10);
      expect(heard).toEqual(['set', 'overdue', 'at once']);
    }));

  test('what a timer waits for comes before the next timer', () =>
    on(async (clock) => {
      const heard: string[] = [];
      clock.later(10, () => void Promise.resolve().then(() => heard.push('promise')));
      clock.later(10, () => heard.push('next'));
      await after(clock, 30);
      expect(heard).toEqual(['promise', 'next']);
    }));

  test('time passes by at least what was waited for, and never back', () =>
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
