import type { Millis } from '#domain/base/units.ts';

/** From the start of a page until its memory is read as idle. */
export const REST_MILLIS: Millis = 4_000;
