/** The waits for random sequences of failures, Retry-After answers and clock changes. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createBackoff } from '#sync/engine/backoff.ts';

const SECOND = 1_000;
const LONGEST = 300 * SECOND;
const DAY = 24 * 60 * 60 * SECOND;

const step = fc.oneof(
  fc.record({ do: fc.constantFrom('backOff', 'retrySoon', 'clear'), key: fc.constantFrom('a', 'b') }),
  fc.record({ do: fc.constant('reset') }),
  fc.record({ do: fc.constant('retryAfter'), millis: fc.integer({ min: 1, max: DAY }) }),
  fc.record({ do: fc.constant('later'), millis: fc.nat(2 * LONGEST) }),
  fc.record({ do: fc.constant('opens') }),
  fc.record({ do: fc.constant('clock'), by: fc.integer({ min: -DAY, max: DAY }) }),
);

test('[P13c] [D15c] back-off, random failures, Retry-After and clock jumps → no wait is longer or shorter than specified', () => {
  const met = { paused: 0, reset: 0, setBack: 0 };
  fc.assert(
    fc.property(
      fc.array(step, { maxLength: 60 }),
      fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true })),
      (steps, chances) => {
        const clock = { time: 1_750_000_000_000 };
        const backoff = createBackoff(
          () => clock.time,
          () => chances.next().value as number,
        );
        /** The earliest end of the Retry-After, as long as the clock is not set. */
        let pausedUntil = 0;
        for (const action of steps) {
          const before = backoff.nextOpening();
          const wasOpen = { a: backoff.isOpen('a'), b: backoff.isOpen('b') };
          if (action.do === 'reset') backoff.reset();
          else if (action.do === 'later') clock.time += action.millis;
          else if (action.do === 'opens') clock.time = before ?? clock.time;
          else if (action.do === 'retryAfter') {
            const until = backoff.retryAfter(action.millis);
            const wait = Math.min(action.millis, LONGEST);
            pausedUntil = Math.max(pausedUntil, clock.time + wait);
            expect(until).toBeGreaterThanOrEqual(clock.time + wait);
            if (before === null) expect(until).toBeLessThanOrEqual(clock.time + wait * 1.25);
          } else if (action.do === 'clock') {
            clock.time += action.by;
            pausedUntil = 0;
            met.setBack += Number(action.by < 0 && before !== null);
          } else if (action.do === 'clear') backoff.clear(action.key);
          else {
            const failures = backoff.failures(action.key);
            backoff[action.do](action.key);
            const isCounted = wasOpen[action.key];
            expect(backoff.failures(action.key)).toBe(failures + Number(isCounted));
            const wait = (backoff.nextOpening() ?? 0) - clock.time;
            if (isCounted) {
              expect(backoff.isOpen(action.key)).toBe(false);
              expect(wait).toBeLessThanOrEqual(Math.min(LONGEST, 2 * SECOND * 2 ** failures));
            }
          }
          const isPaused = clock.time < pausedUntil;
          const next = backoff.nextOpening();
          for (const key of ['a', 'b', 'unused']) if (isPaused) expect(backoff.isOpen(key)).toBe(false);
          if (isPaused && action.do === 'reset') met.reset += 1;
          met.paused += Number(isPaused);
          expect(next === null || next > clock.time).toBe(true);
          // Even after the clock was set back, no wait is longer than twice LONGEST.
          expect((next ?? 0) - clock.time).toBeLessThanOrEqual(2 * LONGEST);
          // At the reported next opening, at least one key opens.
          if (next === null) expect([backoff.isOpen('a'), backoff.isOpen('b')]).toEqual([true, true]);
        }
      },
    ),
    { numRuns: 1_000 },
  );
  for (const count of Object.values(met)) expect(count).toBeGreaterThan(50);
});

test('back-off, a key fails again and again → the wait doubles up to five minutes, and the key always opens again', () => {
  fc.assert(
    fc.property(fc.nat(30), (failed) => {
      const clock = { time: 0 };
      const backoff = createBackoff(
        () => clock.time,
        () => 1,
      );
      let longest = 0;
      for (let tries = 0; tries <= failed; tries++) {
        backoff.backOff('a');
        const wait = backoff.nextOpening()! - clock.time;
        expect(wait).toBeGreaterThanOrEqual(longest);
        expect(wait).toBe(Math.min(LONGEST, longest === 0 ? 2 * SECOND : 2 * longest));
        longest = wait;
        clock.time += wait;
        expect(backoff.isOpen('a')).toBe(true);
      }
    }),
  );
});
