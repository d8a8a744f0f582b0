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

/** Messages about the whole app, above the screen. Usually there is none. */
export const Banners = () => {
  const { update, storageQuota } = useApp();
  const { isCapturing, me, sync } = usePerson();
  const [quota] = createAnswer(() => storageQuota.read());
  /** Null if the browser reports no quota, or enough space. */
  const lowBytes = () => {
    const free = (quota()?.quotaBytes ?? Infinity) - (quota()?.usedBytes ?? 0);
    return free < LOW_BYTES ? free : null;
  };
  // A report begun during the change of versions is finished first.
  createEffect(() => {
    if (update.step() === 'taken' && !isCapturing()) update.reload();
  });
  return (
    <div class={styles.banners}>
      {/* Loaded with the offer: a request to the old service worker while it ends would start it again. */}
      <Show when={!isSecureContext || me().lost || lowBytes() !== null || update.step() !== 'none'}>
        <RareBanners freeBytes={lowBytes()} />
      </Show>
      <Show when={sync.status().phase === 'signedOut'}>
        <Banner
          tone="warning"
          title={t().banner.signInAgain}
          action={<ButtonLink href="/sign-in">{t().banner.signIn}</ButtonLink>}
        />
      </Show>
      <Show when={update.step() === 'offered' && !isCapturing()}>
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
