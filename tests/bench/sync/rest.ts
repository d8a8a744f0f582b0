import type { Millis } from '#domain/base/units.ts';

/** Between the start of a page and the moment its memory is called idle. */
export const REST_MILLIS: Millis = 4_000;
