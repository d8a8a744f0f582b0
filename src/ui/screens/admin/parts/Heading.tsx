import { announceScreen } from '#ui/parts/layout/Screen.tsx';
import styles from './heading.module.css';

/** The heading of a section; it announces the section as the screen. */
export const Heading = (props: { readonly title: string }) => {
  let heading: HTMLHeadingElement | undefined;
  announceScreen(
    () => props.title,
    () => heading,
  );
  return (
    <h1
      class={styles.heading}
      tabIndex={-1}
      ref={(it) => {
        heading = it;
      }}
    >
      {props.title}
    </h1>
  );
};
