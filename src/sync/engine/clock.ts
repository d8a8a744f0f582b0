import type { Millis } from '#domain/base/units.ts';

/**
 * How far the device's clock is off, from the answer with the shortest round trip of a run: the server's time is
 * taken to be that of the middle of the trip.
 */
export const createClock = (onOffset: (offset: Millis) => void) => {
  let shortest: Millis = Number.POSITIVE_INFINITY;
  return {
    compare: (serverTime: Millis, sentAt: Millis, receivedAt: Millis): void => {
      const trip = receivedAt - sentAt;
      if (trip < 0 || trip >= shortest) return;
      shortest = trip;
      onOffset(Math.round(serverTime - (sentAt + receivedAt) / 2));
    },
  };
};
