import { createMemo, For, Show } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import { shellMessages } from '#ui/i18n/admin/shell.ts';
import { Link } from '#ui/route/Link.tsx';
import { Redirect, useParams } from '#ui/route/Routes.tsx';
import { sections } from './sections.tsx';
import styles from './admin.module.css';

export const sectionHref = (name: string): string => `/admin/${name}`;

/** The admin desk: its sections on the left, one of them beside. */
export const Admin = () => {
  const params = useParams();
  const section = createMemo(() => sections.find(({ name }) => name === params()['section']));
  return (
    <Show when={section()} keyed fallback={<Redirect href={sectionHref(sections[0]!.name)} />}>
      {(shown) => (
        <div class={styles.frame}>
          <div class={`desk ${styles.admin}`}>
            <nav class={styles.sections} aria-label={shellMessages().label}>
              <For each={sections}>
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
