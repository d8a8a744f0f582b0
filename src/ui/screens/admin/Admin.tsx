import { createMemo, For, Show } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import { shellMessages } from '#ui/i18n/admin/shell.ts';
import { Link } from '#ui/route/Link.tsx';
import { Redirect, useParams } from '#ui/route/Routes.tsx';
import { usePerson } from '#ui/state/app/context.ts';
import { createHome } from './first-steps/home.ts';
import { sections } from './sections.tsx';
import styles from './admin.module.css';

export const sectionHref = (name: string): string => `/admin/${name}`;

/** The admin desk: its sections on the left, one of them beside. */
export const Admin = () => {
  const params = useParams();
  const section = createMemo(() => sections.find(({ name }) => name === params()['section']));
  const home = createHome(usePerson(), () => params()['section']);
  return (
    <Show
      when={section()}
      keyed
      fallback={<Show when={home.section()}>{(name) => <Redirect href={sectionHref(name())} />}</Show>}
    >
      {(shown) => (
        <div class={styles.frame}>
          <div class={`desk ${styles.admin}`}>
            <nav class={styles.sections} aria-label={shellMessages().label}>
              <For each={sections.filter(({ name }) => home.isListed(name))}>
                {({ name }) => (
                  <Link class={styles.section} href={sectionHref(name)}>
                    {shellMessages().sections[name]}
                  </Link>
                )}
              </For>
            </nav>
            <div class={styles.body}>
              <Dynamic component={shown.screen} />
            </div>
          </div>
        </div>
      )}
    </Show>
  );
};
