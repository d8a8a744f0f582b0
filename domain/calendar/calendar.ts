import * as v from 'valibot';
import { daySchema } from '#domain/reference/row-fields.ts';

/**
 * The working days of one year: `off` are days off on weekdays, `work` are weekend days on which people work (调休). All
 * other days follow the week. `coveredUntil` is the last day that the notice covers; a due time after it is provisional.
 */
export const calendarSchema = v.object({
  year: v.pipe(v.number(), v.integer(), v.minValue(2000), v.maxValue(2100)),
  off: v.array(daySchema),
  work: v.array(daySchema),
  coveredUntil: daySchema,
  /** Where the days come from, such as the number of the notice. */
  source: v.pipe(v.string(), v.maxLength(200)),
});
export type Calendar = v.InferOutput<typeof calendarSchema>;
