import { Show } from 'solid-js';
import { inAppBrowser } from '#device/in-app-browser.ts';
import { oldestVersions, tooOldFor } from '#device/old-browser.ts';
import { Banner } from '#ui/parts/banners/Banner.tsx';
import { InsecureBanner } from '#ui/parts/banners/InsecureBanner.tsx';
import { createAnswer } from '#ui/state/reactive/answer.ts';
import { useApp } from '#ui/state/app/context.ts';
import { countUnsentOf } from '#ui/state/app/others.ts';
import { rareMessages } from '#ui/i18n/rare.ts';
import { signInMessages } from '#ui/i18n/sign-in.ts';
import styles from './sign-in.module.css';

/** What the person must know about this browser before typing a password. */
export const SignInNotices = () => (
  <>
    <InsecureBanner />
    <OldBrowserBanner />
    <InAppBanner />
  </>
);

/** Names the oldest versions that have what this browser lacks. */
const OldBrowserBanner = () => (
  <Show when={tooOldFor()}>
    {(use) => (
      <Banner tone="warning" title={signInMessages().old[use()]}>
        {signInMessages().old.versions(oldestVersions.reports, oldestVersions.desk)}
      </Banner>
    )}
  </Show>
);

/** Inside WeChat and the like: how to open the browser, or to send first what this app still has. */
const InAppBanner = () => {
  const { session } = useApp();
  const [unsent] = createAnswer(async () => {
    const counts = session.known().map(({ id }) => countUnsentOf(id).catch(() => 0));
    return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
  });
  return (
    <Show when={inAppBrowser()}>
      {(found) => {
        const app = () => rareMessages().apps[found()];
        return (
          <Banner tone="warning" title={signInMessages().inApp.title(app())}>
            <Show
              when={unsent()}
              fallback={
                <>
                  <p>{signInMessages().inApp.reason(app())}</p>
                  <p>{signInMessages().inApp.how}</p>
                  <p class={styles.address}>{location.origin}</p>
                </>
              }
            >
              {(count) => <p>{signInMessages().inApp.sendFirst(app(), count())}</p>}
            </Show>
          </Banner>
        );
      }}
    </Show>
  );
};
