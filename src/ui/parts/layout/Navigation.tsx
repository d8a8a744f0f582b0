import { Link } from '#ui/route/Link.tsx';
import CalendarCheck from 'lucide-solid/icons/calendar-check';
import ClipboardCheck from 'lucide-solid/icons/clipboard-check';
import List from 'lucide-solid/icons/list';
import User from 'lucide-solid/icons/user';
import { For } from 'solid-js';
import type { LucideIcon } from 'lucide-solid';
import { Dynamic } from 'solid-js/web';
import type { Role } from '#domain/ledger/roles.ts';
import { t } from '#ui/i18n/messages.ts';
import styles from './navigation.module.css';

type TabName = 'today' | 'desk' | 'reports' | 'me';

const tabs: Record<TabName, { readonly href: string; readonly icon: LucideIcon }> = {
  today: { href: '/', icon: CalendarCheck },
  desk: { href: '/desk', icon: ClipboardCheck },
  reports: { href: '/reports', icon: List },
  me: { href: '/me', icon: User },
};

/** The tabs of each role; the first is its home. */
export const tabsByRole: Record<Role, readonly TabName[]> = {
  patroller: ['today', 'reports', 'me'],
  inspector: ['today', 'reports', 'me'],
  observer: ['today', 'reports', 'me'],
  handler: ['today', 'me'],
  reviewer: ['desk', 'today', 'reports', 'me'],
  admin: ['desk', 'me'],
};

/** For a reviewer `/` redirects to the desk, so the tab needs the other address of the patrol home. */
const hrefOf = (role: Role, name: TabName): string =>
  name === 'today' && role === 'reviewer' ? '/today' : tabs[name].href;

export const homeOf = (role: Role): string => tabs[tabsByRole[role][0]!].href;

/** Tabs at the bottom on a phone, a bar at the top on a wide screen. */
export const Navigation = (props: { readonly role: Role; readonly name: string }) => (
  <nav class={styles.bar} aria-label={t().nav.label}>
    <p class={styles.brand} aria-hidden="true">
      {t().appName}
    </p>
    <ul class={styles.tabs}>
      <For each={tabsByRole[props.role]}>
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
