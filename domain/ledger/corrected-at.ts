import type { Millis } from '#domain/base/units.ts';

/** The device's time, corrected by its last known offset to the server's clock. */
export const correctedAt = (event: { readonly at: Millis; readonly clockOffset: Millis | null }): Millis =>
  event.at + (event.clockOffset ?? 0);
