/** The waits of any sequence of failures, words of the server and turns of the clock. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createBackoff } from '#sync/engine/backoff.ts';

const SECOND = 1_000;
const LONGEST = 300 * SECOND;
const DAY = 24 * 60 * 60 * SECOND;

const step = fc.oneof(
  fc.record({ do: fc.constantFrom('backOff', 'retrySoon', 'clear'), key: fc.constantFrom('a', 'b') }),
  fc.record({ do: fc.constant('reset') }),
  fc.record({ do: fc.constant('hold'), millis: fc.integer({ min: 1, max: DAY }) }),
  fc.record({ do: fc.constant('later'), millis: fc.nat(2 * LONGEST) }),
  fc.record({ do: fc.constant('opens') }),
  fc.record({ do: fc.constant('clock'), by: fc.integer({ min: -DAY, max: DAY }) }),
);

test('[P13c] [D15c] whatever fails and is told, and however the clock jumps, no wait is longer than said, nor shorter', () => {
  const met = { held: 0, reset: 0, setBack: 0 };
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
        /** Of a clock nobody set: until when the server is to be left alone at least. */
        let held = 0;
        for (const it of steps) {
          const before = backoff.nextOpening();
          const wasOpen = { a: backoff.isOpen('a'), b: backoff.isOpen('b') };
          if (it.do === 'reset') backoff.reset();
          else if (it.do === 'later') clock.time += it.millis;
          else if (it.do === 'opens') clock.time = before ?? clock.time;
          else if (it.do === 'hold') {
            const until = backoff.retryAfter(it.millis);
            const told = Math.min(it.millis, LONGEST);
            held = Math.max(held, clock.time + told);
            expect(until).toBeGreaterThanOrEqual(clock.time + told);
            if (before === null) expect(until).toBeLessThanOrEqual(clock.time + told * 1.25);
          } else if (it.do === 'clock') {
            clock.time += it.by;
            held = 0;
            met.setBack += Number(it.by < 0 && before !== null);
          } else if (it.do === 'clear') backoff.clear(it.key);
          else {
            const failures = backoff.failures(it.key);
            backoff[it.do](it.key);
            const isCounted = wasOpen[it.key];
            expect(backoff.failures(it.key)).toBe(failures + Number(isCounted));
            const wait = (backoff.nextOpening() ?? 0) - clock.time;
            if (isCounted) {
              expect(backoff.isOpen(it.key)).toBe(false);
              expect(wait).toBeLessThanOrEqual(Math.min(LONGEST, 2 * SECOND * 2 ** failures));
            }
          }
          const isHeld = clock.time < held;
          const next = backoff.nextOpening();
          for (const key of ['a', 'b', 'of nobody']) if (isHeld) expect(backoff.isOpen(key)).toBe(false);
          if (isHeld && it.do === 'reset') met.reset += 1;
          met.held += Number(isHeld);
          expect(next === null || next > clock.time).toBe(true);
          // Set back or not: twice the longest is further off than anything that waits.
          expect((next ?? 0) - clock.time).toBeLessThanOrEqual(2 * LONGEST);
          // What is told as the next opening opens something.
          if (next === null) expect([backoff.isOpen('a'), backoff.isOpen('b')]).toEqual([true, true]);
        }
      },
    ),
    { numRuns: 1_000 },
  );
  for (const count of Object.values(met)) expect(count).toBeGreaterThan(50);
});

test('what goes on failing waits up to twice as long each time, five minutes at most, and never gives up', () => {
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
