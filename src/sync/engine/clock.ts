import type { Millis } from '#domain/base/units.ts';

/**
 * Computes the clock offset of the device from the answer with the shortest round trip of a run. The server's time is
 * taken as the time in the middle of the round trip. `serverTime` is that of the same answer.
 */
export const createClock = (onOffset: (offset: Millis, serverTime: Millis) => void) => {
  let shortest: Millis = Number.POSITIVE_INFINITY;
  return {
    compare: (serverTime: Millis, sentAt: Millis, receivedAt: Millis): void => {
      const roundTrip = receivedAt - sentAt;
      if (roundTrip < 0 || roundTrip >= shortest) return;
      shortest = roundTrip;
      onOffset(Math.round(serverTime - (sentAt + receivedAt) / 2), serverTime);
    },
  };
};
