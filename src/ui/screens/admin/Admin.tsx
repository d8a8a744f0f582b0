import { createMemo, For, Show } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import { countText } from '#ui/i18n/admin/count-text.ts';
import { shellMessages } from '#ui/i18n/admin/shell.ts';
import { Link } from '#ui/route/Link.tsx';
import { Redirect } from '#ui/route/Routes.tsx';
import { usePerson } from '#ui/state/app/context.ts';
import { createCounts } from './counts.ts';
import { createHome } from './first-steps/home.ts';
import { Import, IMPORT } from './parts/import/Import.tsx';
import { UnsavedGuard, useUnsaved } from './parts/Unsaved.tsx';
import { sections, type Section, type SectionName } from './sections.tsx';
import styles from './admin.module.css';

export const sectionHref = (name: string): string => `/admin/${name}`;

/** The admin desk: its sections on the left, one of them beside. */
export const Admin = () => (
  <UnsavedGuard>
    <Desk />
  </UnsavedGuard>
);

const Desk = () => {
  const { params } = useUnsaved();
  const section = createMemo(() => sections.find(({ name }) => name === params()['section']));
  const home = createHome(usePerson(), () => params()['section']);
  return (
    <Show
      when={section()}
      fallback={<Show when={home.section()}>{(name) => <Redirect href={sectionHref(name())} />}</Show>}
    >
      {(shown) => (
        <div class={styles.frame}>
          <div class={`desk ${styles.admin}`} data-has-row={params()['id'] !== undefined}>
            <SectionLinks section={shown()} isListed={home.isListed} />
            <div class={styles.body}>
              <Show when={params()['id'] !== IMPORT} fallback={<Import section={shown().name} />}>
                <Dynamic component={shown().screen} />
              </Show>
            </div>
          </div>
        </div>
      )}
    </Show>
  );
};

const SectionLinks = (props: {
  readonly section: Section;
  readonly isListed: (name: SectionName) => boolean;
}) => {
  const countOf = createCounts(usePerson(), () => props.section.name);
  return (
    <nav class={styles.sections} aria-label={shellMessages().label}>
      <For each={sections.filter(({ name }) => props.isListed(name))}>
        {({ name }) => (
          <Link class={styles.section} href={sectionHref(name)}>
            {shellMessages().sections[name]}
            <Show when={countOf(name) !== undefined}>
              {/* A space, so that a screen reader does not read it as part of the word. */}{' '}
              <span class={styles.count}>{countText(countOf(name)!)}</span>
            </Show>
          </Link>
        )}
      </For>
    </nav>
  );
};
