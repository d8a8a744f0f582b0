import Camera from 'lucide-solid/icons/camera';
import { Show } from 'solid-js';
import { ButtonLink } from '#ui/parts/controls/Button.tsx';
import { Screen } from '#ui/parts/layout/Screen.tsx';
import { lazyScreen } from '#ui/route/lazy-screen.tsx';
import { usePerson } from '#ui/state/app/context.ts';
import { dayHeading } from '#ui/i18n/format.ts';
import { scopeName } from '#ui/i18n/scope.ts';
import { t } from '#ui/i18n/messages.ts';
import styles from './today.module.css';

const TodayBody = lazyScreen(async () => (await import('./TodayBody.tsx')).TodayBody);

/** The patrol home. The button for a report is there at once; the data of this phone follows from the database. */
export const Today = () => {
  const { person, reference, mayReport, now } = usePerson();
  const subtitle = () =>
    [scopeName(person(), reference.grids()), dayHeading(now())].filter(Boolean).join(t().separator);
  return (
    <Screen title={t().today.title} subtitle={subtitle()}>
      <div class={styles.body}>
        <TodayBody />
      </div>
      <Show when={mayReport()}>
        <div class={styles.action}>
          <ButtonLink look="primary" large wide href="/capture?new">
            <Camera size={26} aria-hidden="true" />
            {t().today.report}
          </ButtonLink>
        </div>
      </Show>
    </Screen>
  );
};
