import { Show } from 'solid-js';
import { missingForHttps } from '#device/secure-context.ts';
import { rareMessages } from '#ui/i18n/rare.ts';
import { Banner } from './Banner.tsx';

/** On plain HTTP: names the missing features, the reason and the remedy. */
export const InsecureBanner = () => (
  <Show when={missingForHttps().length > 0}>
    <Banner tone="warning" title={rareMessages().insecure}>
      {rareMessages().insecureReason}
    </Banner>
  </Show>
);
