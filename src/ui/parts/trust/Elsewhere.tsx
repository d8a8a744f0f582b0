import { Show } from 'solid-js';
import { usePerson } from '#ui/state/app/context.ts';
import { createElsewhere } from '#ui/state/sync/elsewhere.ts';
import { shortTime } from '#ui/i18n/format.ts';
import { outboxMessages } from '#ui/i18n/outbox.ts';
import { Banner } from '#ui/parts/banners/Banner.tsx';

/** The photos that another phone or browser of this person still has to send. */
export const Elsewhere = () => {
  const person = usePerson();
  const elsewhere = createElsewhere(person);
  return (
    <Show when={elsewhere()}>
      {(it) => (
        <Banner title={outboxMessages().elsewhere(it().reports, it().photos)}>
          {outboxMessages().elsewhereHint(shortTime(it().receivedAt, person.now()))}
        </Banner>
      )}
    </Show>
  );
};
