import type { Bytes, Millis } from '#domain/base/units.ts';
import { locale } from './messages.ts';

const SECOND: Millis = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const cache = new Map<string, unknown>();
/** Intl objects are slow to create: one for each locale and use. */
export const intl = <T>(use: string, make: (locale: string) => T): T => {
  const key = `${use} ${locale()}`;
  if (!cache.has(key)) cache.set(key, make(locale()));
  return cache.get(key) as T;
};

const sameDay = (a: Millis, b: Millis): boolean => new Date(a).toDateString() === new Date(b).toDateString();

export const clock = (at: Millis): string =>
  intl(
    'clock',
    (locale) => new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hour12: false }),
  ).format(at);

/** Full date and time, seconds included: for evidence. */
export const exactTime = (at: Millis): string =>
  intl(
    'exact',
    (locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium', hour12: false }),
  ).format(at);

/** The clock alone for today, else day and clock. */
export const shortTime = (at: Millis, now: Millis): string =>
  sameDay(at, now)
    ? clock(at)
    : intl(
        'short',
        (locale) =>
          new Intl.DateTimeFormat(locale, {
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
    (locale) => new Intl.DateTimeFormat(locale, { month: 'long', day: 'numeric', weekday: 'short' }),
  ).format(at);

const unit = (value: number, name: 'second' | 'minute' | 'hour' | 'day'): string =>
  intl(
    `unit ${name}`,
    (locale) =>
      new Intl.NumberFormat(locale, {
        style: 'unit',
        unit: name,
        unitDisplay: 'long',
      }),
  ).format(Math.round(value));

/** A span in its largest whole unit, never less than one second. */
export const duration = (span: Millis): string => {
  if (span < MINUTE) return unit(Math.max(1, span / SECOND), 'second');
  if (span < HOUR) return unit(span / MINUTE, 'minute');
  if (span < DAY) return unit(span / HOUR, 'hour');
  return unit(span / DAY, 'day');
};

export const size = (bytes: Bytes): string => {
  const steps = ['B', 'KB', 'MB', 'GB', 'TB'];
  const step = bytes < 1 ? 0 : Math.min(steps.length - 1, Math.floor(Math.log2(bytes) / 10));
  const digits = step >= 2 ? 1 : 0;
  const number = intl(
    `size ${digits}`,
    (locale) => new Intl.NumberFormat(locale, { maximumFractionDigits: digits }),
  );
  return `${number.format(bytes / 1024 ** step)} ${steps[step]}`;
};
