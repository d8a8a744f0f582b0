import type { Millis } from '#domain/base/units.ts';
import type { LedgerEvent } from './envelope.ts';

/** `isUncertain`: the clock of the device was wrong, so `at` is only the nearest time that is possible. */
export type EventTime = { readonly at: Millis; readonly isUncertain: boolean };

type Times = Pick<LedgerEvent, 'at' | 'clockOffset' | 'lastServerTime'>;

/** What drift and a slow answer may add to a measured clock offset. */
const CLOCK_ERROR: Millis = 60_000;

/**
 * When an event happened: the time of the device, corrected by its last known offset to the server's clock. It is neither
 * before the last contact of the device with the server nor after `receivedAt`, both in server time; a time outside is
 * moved to the nearest of the two. `receivedAt` is null before the server has the event.
 */
export const eventTime = (event: Times, receivedAt: Millis | null): EventTime => {
  const corrected = event.at + (event.clockOffset ?? 0);
  const earliest = event.lastServerTime ?? corrected;
  const at = Math.min(Math.max(corrected, earliest), receivedAt ?? Number.POSITIVE_INFINITY);
  return { at, isUncertain: Math.abs(at - corrected) > CLOCK_ERROR };
};
