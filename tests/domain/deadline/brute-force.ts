/**
 * The due time, counted minute by minute. An oracle: it imports nothing from `domain/` and reads days by another way, the
 * dates of the platform. For a zone at a fixed distance from UTC, and times that are whole minutes.
 */
const MINUTE = 60_000;

export type Counted = {
  /** Minutes that the local clock is ahead of UTC. */
  readonly ahead: number;
  /** Minutes of the day. */
  readonly hours: readonly (readonly [from: number, to: number])[];
  readonly off: ReadonlySet<string>;
  readonly work: ReadonlySet<string>;
  readonly from: number;
  readonly limits: readonly { readonly isUrgent: boolean; readonly minutes: number }[];
  readonly suspensions: readonly { readonly from: number; readonly to: number | null }[];
};

/** The time at which the last minute of the limits has run; null if a suspension never ends. */
export const countedDue = ({
  ahead,
  hours,
  off,
  work,
  from,
  limits,
  suspensions,
}: Counted): number | null => {
  const isOpen = (at: number): boolean => {
    const local = new Date(at + ahead * MINUTE);
    const day = local.toISOString().slice(0, 10);
    const isWorkday = work.has(day) || (![0, 6].includes(local.getUTCDay()) && !off.has(day));
    const minute = local.getUTCHours() * 60 + local.getUTCMinutes();
    return isWorkday && hours.some(([begin, end]) => begin <= minute && minute < end);
  };
  let at = from;
  for (const { isUrgent, minutes } of limits) {
    for (let left = minutes; left > 0; at += MINUTE) {
      const suspension = suspensions.find((it) => it.from <= at && (it.to === null || at < it.to));
      if (suspension?.to === null) return null;
      if (!suspension && (isUrgent || isOpen(at))) left -= 1;
    }
  }
  return at;
};
