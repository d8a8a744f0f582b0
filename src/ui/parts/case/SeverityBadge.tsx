import { t } from '#ui/i18n/messages.ts';
import styles from './badges.module.css';
import type { Severity } from '#domain/catalogue/severities.ts';

/** Severity has a shape and a colour: triangle, diamond, disc. */
const shapes: Record<Severity, string> = {
  major: 'M5 .6 9.8 9.4H.2z',
  general: 'M5 .2 9.8 5 5 9.8.2 5z',
  minor: 'M5 1a4 4 0 1 1 0 8 4 4 0 0 1 0-8z',
};

export const SeverityShape = (props: { severity: Severity }) => (
  <svg class={styles.shape} viewBox="0 0 10 10" aria-hidden="true">
    <path d={shapes[props.severity]} fill="currentColor" />
  </svg>
);

export const SeverityBadge = (props: { severity: Severity }) => (
  <span class={`${styles.badge} ${styles[props.severity]}`}>
    <SeverityShape severity={props.severity} />
    {t().severities[props.severity]}
  </span>
);
