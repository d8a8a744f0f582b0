import ChevronLeft from 'lucide-solid/icons/chevron-left';
import ChevronRight from 'lucide-solid/icons/chevron-right';
import { Show } from 'solid-js';
import { calendarMessages } from '#ui/i18n/admin/calendar.ts';
import { ButtonLink } from '#ui/parts/controls/Button.tsx';
import { useParams } from '#ui/route/Routes.tsx';
import { usePerson } from '#ui/state/app/context.ts';
import { createRows } from '#ui/state/office/office.ts';
import { ImportButton } from '#ui/screens/admin/parts/import/ImportButton.tsx';
import { Loaded, Page } from '#ui/screens/admin/parts/Page.tsx';
import { Year } from './Year.tsx';
import styles from './calendar.module.css';

const href = (year: number): string => `/admin/calendar/${year}`;

/** The working days of a year: `/admin/calendar/<year>`. */
export const Calendar = () => {
  const person = usePerson();
  const params = useParams();
  const [rows, readAgain] = createRows(person, 'calendar');
  const year = (): number => {
    const named = Number(params()['id']);
    return Number.isInteger(named) && named >= 2000 && named <= 2100
      ? named
      : new Date(person.now()).getFullYear();
  };
  return (
    <Page
      title={calendarMessages().title}
      actions={
        <>
          <ImportButton kind="calendar" />
          <nav class={styles.years} aria-label={calendarMessages().title}>
            <ButtonLink
              icon
              look="quiet"
              href={href(year() - 1)}
              aria-label={calendarMessages().earlier(year() - 1)}
            >
              <ChevronLeft aria-hidden="true" />
            </ButtonLink>
            <strong>{calendarMessages().year(year())}</strong>
            <ButtonLink
              icon
              look="quiet"
              href={href(year() + 1)}
              aria-label={calendarMessages().later(year() + 1)}
            >
              <ChevronRight aria-hidden="true" />
            </ButtonLink>
          </nav>
        </>
      }
    >
      <Loaded answer={rows()} onRetry={readAgain}>
        {(read) => (
          <Show when={year()} keyed>
            {(shown) => (
              <Year
                year={shown}
                row={read().find(({ id }) => id === String(shown)) ?? null}
                onSaved={readAgain}
              />
            )}
          </Show>
        )}
      </Loaded>
    </Page>
  );
};
