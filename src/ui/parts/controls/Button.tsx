import { Link } from '#ui/route/Link.tsx';
import { splitProps, type JSX } from 'solid-js';
import styles from './button.module.css';

type Look = {
  /** At most one `primary` button on a screen. */
  readonly look?: 'primary' | 'plain' | 'quiet' | 'danger';
  readonly large?: boolean;
  readonly wide?: boolean;
  /** A square with an icon only: it needs an aria-label. */
  readonly icon?: boolean;
};

const lookClass = (look: Look, ownClass: string | undefined): string =>
  [
    styles.button,
    styles[look.look ?? 'plain'],
    look.large && styles.large,
    look.wide && styles.wide,
    look.icon && styles.icon,
    ownClass,
  ]
    .filter(Boolean)
    .join(' ');

const lookNames = ['look', 'large', 'wide', 'icon', 'class'] as const;

export const Button = (props: Look & JSX.ButtonHTMLAttributes<HTMLButtonElement>) => {
  const [look, rest] = splitProps(props, lookNames);
  return <button type="button" {...rest} class={lookClass(look, look.class)} />;
};

export const ButtonLink = (
  props: Look & {
    href: string;
    back?: boolean;
    class?: string;
    children: JSX.Element;
    'aria-label'?: string;
  },
) => {
  const [look, rest] = splitProps(props, lookNames);
  return <Link {...rest} class={lookClass(look, look.class)} />;
};
