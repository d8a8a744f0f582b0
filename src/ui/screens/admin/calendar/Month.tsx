import { createMemo, For, Show } from 'solid-js';
import type { Calendar } from '#domain/calendar/calendar.ts';
import { dayText, daysInMonth, weekdayOf } from '#domain/calendar/days.ts';
import { calendarMessages, dayName, monthName, weekdayName } from '#ui/i18n/admin/calendar.ts';
import { markOf } from './day-marks.ts';
import styles from './calendar.module.css';

const weekdays = [1, 2, 3, 4, 5, 6, 7];

/** The weeks of a month, Monday first; null before its first day and after its last. */
const weeksOf = (year: number, month: number): readonly (readonly (string | null)[])[] => {
  const before = weekdayOf(dayText(year, month, 1)) - 1;
  const days = daysInMonth(year, month);
  return Array.from({ length: Math.ceil((before + days) / 7) }, (_, week) =>
    weekdays.map((weekday) => {
      const day = week * 7 + weekday - before;
      return day < 1 || day > days ? null : dayText(year, month, day);
    }),
  );
};

/** One month of a year: every day is a button. One day of the year can be reached by Tab, the others by arrow keys. */
export const Month = (props: {
  readonly calendar: Calendar;
  readonly month: number;
  /** The day that Tab reaches. */
  readonly reachable: string;
  readonly today: string;
  readonly onToggle: (day: string) => void;
}) => {
  // By the number of the year: a toggled day makes no new buttons, which would lose the focus.
  const year = createMemo(() => props.calendar.year);
  const weeks = createMemo(() => weeksOf(year(), props.month));
  const first = () => dayText(year(), props.month, 1);
  return (
    <table class={styles.month} aria-label={monthName(first())}>
      <caption class={styles.name}>{monthName(first())}</caption>
      <thead>
        <tr>
          <For each={weekdays}>
            {(weekday) => (
              <th scope="col" class={styles.weekday}>
                {weekdayName(weekday)}
              </th>
            )}
          </For>
        </tr>
      </thead>
      <tbody>
        <For each={weeks()}>
          {(week) => (
            <tr>
              <For each={week}>
                {(day) => (
                  <td>
                    <Show when={day}>{(it) => <Day {...props} day={it()} />}</Show>
                  </td>
                )}
              </For>
            </tr>
          )}
        </For>
      </tbody>
    </table>
  );
};

const Day = (props: {
  readonly calendar: Calendar;
  readonly day: string;
  readonly reachable: string;
  readonly today: string;
  readonly onToggle: (day: string) => void;
}) => {
  const mark = () => markOf(props.calendar, props.day);
  const isProvisional = () => props.day > props.calendar.coveredUntil;
  return (
    <button
      type="button"
      class={styles.day}
      data-day={props.day}
      data-mark={mark()}
      data-provisional={isProvisional() || undefined}
      data-today={props.day === props.today || undefined}
      tabIndex={props.day === props.reachable ? 0 : -1}
      aria-pressed={mark() === 'off' || mark() === 'work'}
      aria-label={[
        dayName(props.day),
        calendarMessages()[mark()],
        ...(props.day === props.today ? [calendarMessages().today] : []),
        ...(isProvisional() ? [calendarMessages().provisional] : []),
      ].join(' ')}
      onClick={() => props.onToggle(props.day)}
    >
      {Number(props.day.slice(8))}
    </button>
  );
};
