/** The local time of a region. A day is text, YYYY-MM-DD; a time of day is in milliseconds since midnight. */
import { DAY, type Millis } from '#domain/base/units.ts';
import { dayOfNumber, dayText, numberOfDay } from '#domain/calendar/days.ts';

/** `offsets`: of whole days of UTC; null for a day on which the offset changes. */
type Zone = { readonly format: Intl.DateTimeFormat; readonly offsets: Map<number, Millis | null> };

const zones = new Map<string, Zone>();
const zoneOf = (timeZone: string): Zone => {
  const known = zones.get(timeZone);
  if (known) return known;
  const two = '2-digit';
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: two,
    day: two,
    hour: two,
    minute: two,
    second: two,
  });
  const zone = { format, offsets: new Map<number, Millis | null>() };
  zones.set(timeZone, zone);
  return zone;
};

const readOffset = ({ format }: Zone, at: Millis): Millis => {
  const second = Math.floor(at / 1000) * 1000;
  const part: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
  for (const { type, value } of format.formatToParts(second)) part[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second: rest = 0 } = part;
  const local = numberOfDay(dayText(year, month, day)) * DAY + ((hour * 60 + minute) * 60 + rest) * 1000;
  return local - second;
};

/** What to add to a time to get the local time, as if it were UTC. Reading it takes long, so each day is read once. */
const offsetAt = (timeZone: string, at: Millis): Millis => {
  const zone = zoneOf(timeZone);
  const day = Math.floor(at / DAY);
  let offset = zone.offsets.get(day);
  if (offset === undefined) {
    const [first, last] = [readOffset(zone, day * DAY), readOffset(zone, (day + 1) * DAY)];
    offset = first === last ? first : null;
    zone.offsets.set(day, offset);
  }
  return offset ?? readOffset(zone, at);
};

/** The local day of a time. */
export const dayAt = (timeZone: string, at: Millis): string =>
  dayOfNumber(Math.floor((at + offsetAt(timeZone, at)) / DAY));

/** The time of a local clock. A clock time that does not exist, when summer time begins, is moved by the missing hour. */
export const timeOf = (timeZone: string, day: string, sinceMidnight: Millis): Millis => {
  const local = numberOfDay(day) * DAY + sinceMidnight;
  return local - offsetAt(timeZone, local - offsetAt(timeZone, local));
};
