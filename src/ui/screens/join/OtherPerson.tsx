import { Show } from 'solid-js';
import type { Look } from '#domain/protocol/enrolment.ts';
import { joinMessages } from '#ui/i18n/join.ts';
import { Banner } from '#ui/parts/banners/Banner.tsx';
import { useApp } from '#ui/state/app/context.ts';
import { countUnsentOf } from '#ui/state/app/others.ts';
import { createAnswer } from '#ui/state/reactive/answer.ts';

/** Another person is signed in on this phone: their work stays, and is sent after they sign in again. */
export const OtherPerson = (props: { readonly person: Look['person'] }) => {
  const { session } = useApp();
  const other = () => {
    const me = session.me();
    return me && me.id !== props.person ? me : null;
  };
  const [unsent] = createAnswer(async () => {
    const row = other();
    return row ? countUnsentOf(row.id).catch(() => 0) : 0;
  });
  return (
    <Show when={other()}>
      {(row) => (
        <Banner
          tone={unsent() ? 'warning' : 'calm'}
          title={`${joinMessages().fromOther} ${row().person.name}`}
        >
          {unsent()
            ? joinMessages().othersUnsent(row().person.name, unsent()!)
            : joinMessages().othersStay(row().person.name)}
        </Banner>
      )}
    </Show>
  );
};
