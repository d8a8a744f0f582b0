import { Link } from '#ui/route/Link.tsx';
import CalendarCheck from 'lucide-solid/icons/calendar-check';
import ClipboardCheck from 'lucide-solid/icons/clipboard-check';
import List from 'lucide-solid/icons/list';
import User from 'lucide-solid/icons/user';
import { For } from 'solid-js';
import type { LucideIcon } from 'lucide-solid';
import { Dynamic } from 'solid-js/web';
import type { Role } from '#domain/ledger/roles.ts';
import { capabilities, type Tab } from '#domain/people/capabilities.ts';
import { t } from '#ui/i18n/messages.ts';
import styles from './navigation.module.css';

const tabs: Record<Tab, { readonly href: string; readonly icon: LucideIcon }> = {
  today: { href: '/', icon: CalendarCheck },
  desk: { href: '/desk', icon: ClipboardCheck },
  admin: { href: '/admin', icon: List },
  reports: { href: '/reports', icon: List },
  me: { href: '/me', icon: User },
};

const homeTab = (role: Role): Tab => capabilities[role].tabs[0]!;

/** `/` leads to the home of the role. Where that is the desk, today has an address of its own. */
const hrefOf = (role: Role, tab: Tab): string =>
  tab === 'today' && homeTab(role) !== 'today' ? '/today' : tabs[tab].href;

export const homeOf = (role: Role): string => tabs[homeTab(role)].href;

/** Tabs at the bottom on a phone, a bar at the top on a wide screen. */
export const Navigation = (props: { readonly role: Role; readonly name: string }) => (
  <nav class={styles.bar} aria-label={t().nav.label}>
    <p class={styles.brand} aria-hidden="true">
      {t().appName}
    </p>
    <ul class={styles.tabs}>
      <For each={capabilities[props.role].tabs}>
        {(name) => (
          <li class={styles.item}>
            <Link class={styles.tab} href={hrefOf(props.role, name)}>
              <Dynamic component={tabs[name].icon} size={22} aria-hidden="true" />
              {t().nav[name]}
            </Link>
          </li>
        )}
      </For>
    </ul>
    <p class={styles.who}>
      {props.name}
      {t().separator}
      {t().roles[props.role]}
    </p>
  </nav>
);
