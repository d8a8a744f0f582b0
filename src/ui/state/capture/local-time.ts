import type { Millis } from '#domain/base/units.ts';

const MINUTE: Millis = 60_000;
const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');

/** The time on the phone's clock with its zone, as a camera writes it: `2026-03-01T09:05:00+08:00`. */
export const localTime = (at: Millis): string => {
  const minutesAhead = -new Date(at).getTimezoneOffset();
  const local = new Date(at + minutesAhead * MINUTE).toISOString().slice(0, 19);
  const ahead = Math.abs(minutesAhead);
  return `${local}${minutesAhead < 0 ? '-' : '+'}${two(ahead / 60)}:${two(ahead % 60)}`;
};
