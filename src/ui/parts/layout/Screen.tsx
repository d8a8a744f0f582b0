import ArrowLeft from 'lucide-solid/icons/arrow-left';
import { createEffect, onMount, Show, type JSX } from 'solid-js';
import { t } from '#ui/i18n/messages.ts';
import { ButtonLink } from '#ui/parts/controls/Button.tsx';
import styles from './screen.module.css';

let firstScreen = true;

/** Sets the document title, and focuses the heading of a new screen, so that screen readers announce it. */
export const announceScreen = (title: () => string, heading: () => HTMLElement | undefined): void => {
  createEffect(() => {
    document.title = `${title()} · ${t().appName}`;
  });
  onMount(() => {
    // On the first screen of a visit the focus stays at the top, at the skip link.
    if (!firstScreen) heading()?.focus({ preventScroll: true });
    firstScreen = false;
  });
};

/** A screen with a title, in one column of readable width. */
export const Screen = (props: {
  readonly title: string;
  readonly subtitle?: JSX.Element;
  readonly back?: string;
  readonly aside?: JSX.Element;
  readonly children: JSX.Element;
}) => {
  let heading: HTMLHeadingElement | undefined;
  announceScreen(
    () => props.title,
    () => heading,
  );
  return (
    <div class={styles.screen}>
      <header class={styles.header}>
        <Show when={props.back}>
          {(href) => (
            <ButtonLink look="quiet" icon back class={styles.back} href={href()} aria-label={t().back}>
              <ArrowLeft aria-hidden="true" />
            </ButtonLink>
          )}
        </Show>
        <div class={styles.titles}>
          <h1
            ref={(it) => {
              heading = it;
            }}
            tabIndex={-1}
          >
            {props.title}
          </h1>
          <Show when={props.subtitle}>
            <p class={styles.subtitle}>{props.subtitle}</p>
          </Show>
        </div>
        {props.aside}
      </header>
      {props.children}
    </div>
  );
};
