import { createSignal, For, Show } from 'solid-js';
import { addDays, dayText } from '#domain/calendar/days.ts';
import { isWorkingDay } from '#domain/calendar/working-days.ts';
import { calendarMessages, fullDay } from '#ui/i18n/admin/calendar.ts';
import { problemText } from '#ui/i18n/admin/problems.ts';
import { shellMessages } from '#ui/i18n/admin/shell.ts';
import { Button } from '#ui/parts/controls/Button.tsx';
import { TextField } from '#ui/parts/controls/Field.tsx';
import { EmptyState } from '#ui/parts/layout/EmptyState.tsx';
import { usePerson } from '#ui/state/app/context.ts';
import { createDraft } from '#ui/state/office/draft.ts';
import type { Row } from '#ui/state/office/office.ts';
import { LastEdits } from '#ui/screens/admin/parts/LastEdits.tsx';
import { guardChanges } from '#ui/screens/admin/parts/Unsaved.tsx';
import { SaveLine } from '#ui/screens/admin/parts/Panel.tsx';
import { dayAfterKey, emptyCalendar, toggleDay } from './day-marks.ts';
import { Month } from './Month.tsx';
import styles from './calendar.module.css';

const months = Array.from({ length: 12 }, (_, at) => at + 1);

const todayText = (now: number): string => {
  const at = new Date(now);
  return dayText(at.getFullYear(), at.getMonth() + 1, at.getDate());
};

/** Twelve months and what is known of the year. A year without a calendar asks first whether one begins. */
export const Year = (props: {
  readonly year: number;
  readonly row: Row<'calendar'> | null;
  readonly onSaved: () => void;
}) => {
  const person = usePerson();
  const [isBegun, setBegun] = createSignal(false);
  const draft = createDraft(
    person,
    'calendar',
    () => props.row,
    emptyCalendar(props.year),
    () => props.onSaved(),
  );
  guardChanges(draft.isChanged);
  const today = () => todayText(person.now());
  const [focused, setFocused] = createSignal(
    today().startsWith(`${props.year}-`) ? today() : dayText(props.year, 1, 1),
  );
  const faultOf = (field: string): string | null => {
    const found = draft.saving.problemOf(field);
    return found ? problemText(found) : null;
  };
  const workingDays = (): number => {
    let count = 0;
    for (let day = dayText(props.year, 1, 1); day.startsWith(`${props.year}-`); day = addDays(day, 1))
      if (isWorkingDay([draft.value()], day)) count += 1;
    return count;
  };
  const onKey = (event: KeyboardEvent & { readonly currentTarget: HTMLElement }): void => {
    const next = dayAfterKey(focused(), event.key);
    if (next === null || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    setFocused(next);
    event.currentTarget.querySelector<HTMLElement>(`[data-day="${next}"]`)?.focus();
  };
  const toggle = (day: string): void => {
    setFocused(day);
    draft.set(toggleDay(draft.value(), day));
  };
  return (
    <Show
      when={props.row || isBegun()}
      fallback={
        <EmptyState
          title={calendarMessages().none(props.year)}
          what={calendarMessages().noneHint}
          action={
            <Button look="primary" onClick={() => setBegun(true)}>
              {calendarMessages().begin(props.year)}
            </Button>
          }
        />
      }
    >
      <form
        class={styles.year}
        onSubmit={(event) => {
          event.preventDefault();
          void draft.save();
        }}
      >
        <div class={styles.main}>
          <Show when={draft.value().coveredUntil < dayText(props.year, 12, 31)}>
            <p class={styles.notice}>{calendarMessages().uncovered(fullDay(draft.value().coveredUntil))}</p>
          </Show>
          <div class={styles.months} onKeyDown={onKey}>
            <For each={months}>
              {(month) => (
                <Month
                  calendar={draft.value()}
                  month={month}
                  reachable={focused()}
                  today={today()}
                  onToggle={toggle}
                />
              )}
            </For>
          </div>
        </div>
        <aside class={styles.side} aria-label={calendarMessages().year(props.year)}>
          <dl class={styles.legend}>
            <dt>
              <span class={styles.day} data-mark="off" aria-hidden="true" />
              {calendarMessages().off}
            </dt>
            <dd>{calendarMessages().days(draft.value().off.length)}</dd>
            <dt>
              <span class={styles.day} data-mark="work" aria-hidden="true" />
              {calendarMessages().work}
            </dt>
            <dd>{calendarMessages().days(draft.value().work.length)}</dd>
            <dt>{calendarMessages().workingDays}</dt>
            <dd>{calendarMessages().days(workingDays())}</dd>
          </dl>
          <p class={styles.hint}>{calendarMessages().howTo}</p>
          <TextField
            type="date"
            label={calendarMessages().coveredUntil}
            hint={calendarMessages().coveredUntilHint}
            value={draft.value().coveredUntil}
            min={dayText(props.year, 1, 1)}
            max={dayText(props.year, 12, 31)}
            required
            fault={faultOf('coveredUntil')}
            onChange={({ currentTarget }) =>
              currentTarget.value && draft.set({ coveredUntil: currentTarget.value })
            }
          />
          <TextField
            label={calendarMessages().source}
            hint={calendarMessages().sourceHint}
            value={draft.value().source}
            maxLength={200}
            fault={faultOf('source')}
            onInput={({ currentTarget }) => draft.set({ source: currentTarget.value })}
          />
          <SaveLine saving={draft.saving}>
            <Button type="submit" look="primary" disabled={draft.saving.state() === 'saving'}>
              {shellMessages().save}
            </Button>
            <Show when={draft.isChanged()}>
              <Button look="quiet" onClick={() => draft.discard()}>
                {calendarMessages().discard}
              </Button>
            </Show>
          </SaveLine>
          <Show when={draft.isChanged()}>
            <p class={styles.hint} role="status">
              {calendarMessages().unsaved}
            </p>
          </Show>
          <Show when={props.row}>{(row) => <LastEdits kind="calendar" id={row().id} seq={row().seq} />}</Show>
        </aside>
      </form>
    </Show>
  );
};
