import { Show } from 'solid-js';
import { Link } from '#ui/route/Link.tsx';
import { usePerson } from '#ui/state/app/context.ts';
import { dismissLoss } from '#ui/state/app/loss.ts';
import { shortTime } from '#ui/i18n/format.ts';
import { rareMessages } from '#ui/i18n/rare.ts';
import { Banner } from './Banner.tsx';

/** What was unsent when the system cleared the storage of this phone. Shown until the person closes it. */
export const LostBanner = () => {
  const { me, shared, now } = usePerson();
  const messages = () => rareMessages().lost;
  return (
    <Show when={me().lost}>
      {(lost) => (
        <Banner tone="warning" title={messages().title} onDismiss={() => void dismissLoss(shared, me())}>
          <Show when={lost().events > 0}>
            <p>{messages().events(lost().events, shortTime(lost().seenAt, now()))}</p>
          </Show>
          <Show when={lost().photos > 0}>
            <p>{messages().photos(lost().photos)}</p>
          </Show>
          <p>
            {messages().prevention} <Link href="/me">{messages().preventionLink}</Link>
          </p>
        </Banner>
      )}
    </Show>
  );
};
