import type { Millis } from '#domain/base/units.ts';
import { exactTime } from './format.ts';
import { detailMessages } from './detail.ts';

/** The time of an event; marked if the clock of the device was wrong. */
export const eventTimeText = (at: Millis, isUncertain: boolean | undefined): string =>
  isUncertain ? detailMessages().about(exactTime(at)) : exactTime(at);
