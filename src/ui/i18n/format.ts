import type { Bytes, Millis } from '#domain/base/units.ts';
import { locale } from './messages.ts';

const SECOND: Millis = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const cache = new Map<string, unknown>();
/** Intl objects are dear to make; one for each locale and use. */
const intl = <T>(use: string, make: (locale: string) => T): T => {
  const key = `${use} ${locale()}`;
  if (!cache.has(key)) cache.set(key, make(locale()));
  return cache.get(key) as T;
};

const sameDay = (a: Millis, b: Millis): boolean => new Date(a).toDateString() === new Date(b).toDateString();

export const clock = (at: Millis): string =>
  intl(
    'clock',
    (it) => new Intl.DateTimeFormat(it, { hour: '2-digit', minute: '2-digit', hour12: false }),
  ).format(at);

/** Full date and time, seconds included: for evidence. */
export const exactTime = (at: Millis): string =>
  intl(
    'exact',
    (it) => new Intl.DateTimeFormat(it, { dateStyle: 'medium', timeStyle: 'medium', hour12: false }),
  ).format(at);

/** Today only the clock, else day and clock. */
export const shortTime = (at: Millis, now: Millis): string =>
  sameDay(at, now)
    ? clock(at)
    : intl(
        'short',
        (it) =>
          new Intl.DateTimeFormat(it, {
            month: 'numeric',
            day: 'numeric',
            hour: '2-digit',
            minute: '2-digit',
            hour12: false,
          }),
      ).format(at);

/** A date as a heading: 11月21日 周五. */
export const dayHeading = (at: Millis): string =>
  intl(
    'day',
    (it) => new Intl.DateTimeFormat(it, { month: 'long', day: 'numeric', weekday: 'short' }),
  ).format(at);

/** A day as a date field gives it: 2025-06-30. The year only when it is another than this one. */
export const day = (iso: string): string => {
  const at = new Date(`${iso}T00:00`);
  const isThisYear = at.getFullYear() === new Date().getFullYear();
  return intl(
    `date ${isThisYear}`,
    (it) =>
      new Intl.DateTimeFormat(it, {
        month: 'short',
        day: 'numeric',
        ...(isThisYear ? {} : { year: 'numeric' }),
      }),
  ).format(at);
};

const unit = (
  value: number,
  name: 'second' | 'minute' | 'hour' | 'day' | 'meter' | 'kilometer',
  digits = 0,
): string =>
  intl(
    `unit ${name} ${digits}`,
    (it) =>
      new Intl.NumberFormat(it, {
        style: 'unit',
        unit: name,
        unitDisplay: name === 'meter' || name === 'kilometer' ? 'short' : 'long',
        maximumFractionDigits: digits,
      }),
  ).format(value);

/** A span in its largest whole unit, never less than one second. */
export const duration = (span: Millis): string => {
  if (span < MINUTE) return unit(Math.max(1, Math.round(span / SECOND)), 'second');
  if (span < HOUR) return unit(Math.round(span / MINUTE), 'minute');
  if (span < DAY) return unit(Math.round(span / HOUR), 'hour');
  return unit(Math.round(span / DAY), 'day');
};

export const metres = (value: number): string =>
  value < 1000 ? unit(Math.round(value), 'meter') : unit(value / 1000, 'kilometer', 1);

export const size = (bytes: Bytes): string => {
  const steps = ['B', 'KB', 'MB', 'GB', 'TB'];
  const step = bytes < 1 ? 0 : Math.min(steps.length - 1, Math.floor(Math.log2(bytes) / 10));
  const digits = step >= 2 ? 1 : 0;
  return `${intl(`size ${digits}`, (it) => new Intl.NumberFormat(it, { maximumFractionDigits: digits })).format(bytes / 1024 ** step)} ${steps[step]}`;
};

/** Five decimals are about a metre. */
export const degrees = ({ lat, lon }: { lat: number; lon: number }): string =>
  `${lat.toFixed(5)}, ${lon.toFixed(5)}`;
