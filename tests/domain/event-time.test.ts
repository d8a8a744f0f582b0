import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { eventTime } from '#domain/ledger/event-time.ts';

const NOON = Date.UTC(2026, 5, 1, 4);
const HOUR = 3_600_000;
const YEAR = 365 * 24 * HOUR;
const written = (at: number, clockOffset: number | null = 0, lastServerTime?: number) => ({
  at,
  clockOffset,
  ...(lastServerTime === undefined ? {} : { lastServerTime }),
});

test('[D15b] a clock with a known offset → corrected, certain', () => {
  expect(eventTime(written(1000, null), null)).toEqual({ at: 1000, isUncertain: false });
  expect(eventTime(written(NOON - HOUR, HOUR, NOON - 2 * HOUR), NOON + HOUR)).toEqual({
    at: NOON,
    isUncertain: false,
  });
});

test('[D15e] [D15f] a clock reset to 2016 → the last contact; a year ahead → the receipt; both uncertain', () => {
  const contact = NOON - 3 * HOUR;
  expect(eventTime(written(Date.UTC(2016, 0, 1), 0, contact), NOON)).toEqual({
    at: contact,
    isUncertain: true,
  });
  expect(eventTime(written(Date.UTC(2016, 0, 1), 0, contact), null)).toEqual({
    at: contact,
    isUncertain: true,
  });
  expect(eventTime(written(NOON + YEAR, 0, contact), NOON)).toEqual({ at: NOON, isUncertain: true });
});

test('[D15f] seconds of drift → bounded without a mark', () => {
  expect(eventTime(written(NOON + 5000, 0, NOON - HOUR), NOON)).toEqual({ at: NOON, isUncertain: false });
});

test('[D15e] any clock → never after the receipt, never before the last contact, unchanged in between', () => {
  const time = fc.integer({ min: 0, max: 4e12 });
  fc.assert(
    fc.property(time, fc.option(time), fc.option(time), time, (at, offset, contact, receivedAt) => {
      const found = eventTime(written(at, offset, contact ?? undefined), receivedAt);
      const corrected = at + (offset ?? 0);
      const earliest = Math.min(contact ?? Number.NEGATIVE_INFINITY, receivedAt);
      expect(found.at).toBeLessThanOrEqual(receivedAt);
      expect(found.at).toBeGreaterThanOrEqual(Math.min(earliest, receivedAt));
      if (corrected >= earliest && corrected <= receivedAt)
        expect(found).toEqual({ at: corrected, isUncertain: false });
    }),
  );
});
