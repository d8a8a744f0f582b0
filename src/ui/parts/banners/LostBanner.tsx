import { Show } from 'solid-js';
import { Link } from '#ui/route/Link.tsx';
import { usePerson } from '#ui/state/app/context.ts';
import { dismissLoss } from '#ui/state/app/loss.ts';
import { shortTime } from '#ui/i18n/format.ts';
import { rareMessages } from '#ui/i18n/rare.ts';
import { Banner } from './Banner.tsx';

/** The system cleared this phone's storage: what is gone, as far as anybody knows. It stays until the person has read it. */
export const LostBanner = () => {
  const { me, shared, now } = usePerson();
  const words = () => rareMessages().lost;
  return (
    <Show when={me().lost}>
      {(lost) => (
        <Banner tone="warning" title={words().title} onDismiss={() => void dismissLoss(shared, me())}>
          <Show when={lost().events > 0}>
            <p>{words().events(lost().events, shortTime(lost().seenAt, now()))}</p>
          </Show>
          <Show when={lost().photos > 0}>
            <p>{words().photos(lost().photos)}</p>
          </Show>
          <p>
            {words().prevention} <Link href="/me">{words().preventionLink}</Link>
          </p>
        </Banner>
      )}
    </Show>
  );
};
