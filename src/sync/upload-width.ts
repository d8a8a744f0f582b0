import type { Millis } from '#domain/base/units.ts';

/**
 * Of photos and batches of thumbnails: while one is read, one marked and one answered for, another keeps the link full.
 * A browser opens six connections to a server; text and news must find one free.
 */
const WIDE = 4;
/** On a slow link more would only make each of them last longer than the link does, and lose more at a cut. */
const NARROW = 2;
const SLOW: Millis = 3_000;
const QUICK: Millis = 1_000;
/** The rest of a photo that was cut is quick on any link. */
const QUICK_IN_A_ROW = 4;

/** How many uploads travel at once, by how long those took that arrived. */
export const createUploadWidth = () => {
  let width = WIDE;
  let quick = 0;
  return {
    atOnce: (): number => width,
    took: (millis: Millis): void => {
      quick = millis >= 0 && millis < QUICK ? quick + 1 : 0;
      if (millis > SLOW) width = NARROW;
      else if (quick >= QUICK_IN_A_ROW) width = WIDE;
    },
  };
};
