import type { JSX } from 'solid-js';
import styles from './facts.module.css';

/** Names and values in two columns. */
export const Facts = (props: { readonly children: JSX.Element }) => (
  <dl class={styles.facts}>{props.children}</dl>
);

export const Fact = (props: { readonly name: string; readonly children: JSX.Element }) => (
  <div class={styles.fact}>
    <dt class={styles.name}>{props.name}</dt>
    <dd>{props.children}</dd>
  </div>
);
