import type { Millis } from '#domain/base/units.ts';

/** The device's time corrected by what it knew of the server's clock. */
export const correctedAt = (event: { readonly at: Millis; readonly clockOffset: Millis | null }): Millis =>
  event.at + (event.clockOffset ?? 0);
