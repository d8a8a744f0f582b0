import { createEffect, Show } from 'solid-js';
import { createAnswer } from '#ui/state/reactive/answer.ts';
import { useApp, usePerson } from '#ui/state/app/context.ts';
import { lazyScreen } from '#ui/route/lazy-screen.tsx';
import { t } from '#ui/i18n/messages.ts';
import { Banner } from './Banner.tsx';
import styles from './banners.module.css';
import { Button, ButtonLink } from '#ui/parts/controls/Button.tsx';

const RareBanners = lazyScreen(async () => (await import('./RareBanners.tsx')).RareBanners);

/** About a hundred reports with their photos. */
const LOW_BYTES = 200 * 1024 * 1024;

/** What concerns the whole app, above whatever is shown. Most of the time there is none. */
export const Banners = () => {
  const { update, storageQuota } = useApp();
  const { draft, me, sync } = usePerson();
  const [quota] = createAnswer(() => storageQuota.read());
  /** What the browser does not say is no reason to warn. */
  const low = () => {
    const left = (quota()?.quotaBytes ?? Infinity) - (quota()?.usedBytes ?? 0);
    return left < LOW_BYTES ? left : null;
  };
  // A report begun while the browser changes over is finished first.
  createEffect(() => {
    if (update.step() === 'taken' && draft() === null) update.reload();
  });
  return (
    <div class={styles.banners}>
      {/* Fetched with the offer: what is asked of the old worker while it leaves starts it again. */}
      <Show when={!isSecureContext || me().lost || low() !== null || update.step() !== 'none'}>
        <RareBanners leftBytes={low()} />
      </Show>
      <Show when={sync.status().phase === 'signedOut'}>
        <Banner
          tone="warning"
          title={t().banner.signInAgain}
          action={<ButtonLink href="/sign-in">{t().banner.signIn}</ButtonLink>}
        />
      </Show>
      <Show when={update.step() === 'offered' && draft() === null}>
        <Banner
          title={t().banner.update}
          action={
            <Button look="quiet" onClick={() => update.take()}>
              {t().banner.reload}
            </Button>
          }
        />
      </Show>
    </div>
  );
};
