import Ban from 'lucide-solid/icons/octagon-x';
import CheckCheck from 'lucide-solid/icons/check-check';
import Check from 'lucide-solid/icons/check';
import Images from 'lucide-solid/icons/images';
import Smartphone from 'lucide-solid/icons/smartphone';
import { Dynamic } from 'solid-js/web';
import type { TrustState } from '#ui/state/cases/reports.ts';
import { t } from '#ui/i18n/messages.ts';
import styles from '#ui/parts/case/badges.module.css';

const icons = {
  onPhone: Smartphone,
  textReceived: Check,
  photos: Images,
  complete: CheckCheck,
  rejected: Ban,
} as const;

const trustText = (trust: TrustState): string => {
  switch (trust.kind) {
    case 'onPhone':
      return t().trust.onPhone;
    case 'textReceived':
      return t().trust.textReceived;
    case 'photos':
      return t().trust.photos(trust.there, trust.of);
    case 'complete':
      return t().trust.complete;
    case 'rejected':
      return t().trust.rejected;
  }
};

/** The trust state of one report. Only `rejected` is drawn as a warning. */
export const TrustBadge = (props: { readonly trust: TrustState }) => (
  <span class={`${styles.trust} ${styles[props.trust.kind] ?? ''}`}>
    <Dynamic component={icons[props.trust.kind]} size={16} aria-hidden="true" />
    {trustText(props.trust)}
  </span>
);
