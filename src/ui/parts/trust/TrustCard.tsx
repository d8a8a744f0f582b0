import ChevronRight from 'lucide-solid/icons/chevron-right';
import { Show } from 'solid-js';
import { Link } from '#ui/route/Link.tsx';
import { usePerson } from '#ui/state/app/context.ts';
import { duration, size } from '#ui/i18n/format.ts';
import { t } from '#ui/i18n/messages.ts';
import { Button } from '#ui/parts/controls/Button.tsx';
import { Progress } from './Progress.tsx';
import { createSyncActivity } from './sync-activity.ts';
import styles from './trust-card.module.css';

/** What is on this phone and what the server has received. Links to the outbox. */
export const TrustCard = () => {
  const { sending, sync } = usePerson();
  const { activity, doing } = createSyncActivity();
  const title = () => {
    const it = sending();
    if (!it) return t().sync.reading;
    if (it.allSafe) return t().sync.allSafe;
    return it.reports > 0 ? t().sync.saved(it.reports) : t().sync.savedOther;
  };
  const pieces = () => {
    const it = sending();
    if (!it) return '';
    const parts = [];
    if (it.allSafe) parts.push(t().sync.allSafeHint);
    if (it.texts.of > 0) parts.push(t().sync.text(it.texts.sent, it.texts.of));
    if (it.photos.of > 0) parts.push(t().sync.photos(it.photos.sent, it.photos.of));
    if (it.timeLeft !== null) parts.push(t().sync.about(duration(it.timeLeft)));
    if (it.lost > 0) parts.push(t().sync.lost(it.lost));
    if (it.refused > 0) parts.push(t().sync.rejected(it.refused));
    return parts.join(t().separator);
  };
  return (
    <section class={styles.card} data-activity={activity()} aria-label={title()}>
      <div class={styles.line}>
        <span class={styles.dot} aria-hidden="true" />
        <p class={styles.title}>
          <Link class={styles.link} href="/outbox">
            {title()}
            <ChevronRight size={18} aria-hidden="true" />
          </Link>
        </p>
        <Button look="quiet" class={styles.send} onClick={() => sync.sendNow()}>
          {t().sync.sendNow}
        </Button>
        <p class={styles.pieces}>{pieces()}</p>
      </div>
      <Show when={sending()?.waits && sending()!.bytes}>
        {(bytes) => (
          <>
            <Show when={bytes().of > 0}>
              <Progress label={t().sync.progress} share={bytes().sent / bytes().of} />
            </Show>
            <p class={styles.doing}>
              <span role="status">{doing()}</span>
              <Show when={bytes().of > 0}>
                <span>{t().sync.soFar(size(bytes().sent), size(bytes().of))}</span>
              </Show>
            </p>
          </>
        )}
      </Show>
    </section>
  );
};
