import CheckCheck from 'lucide-solid/icons/check-check';
import CloudOff from 'lucide-solid/icons/cloud-off';
import { createSignal, Show } from 'solid-js';
import type { DeadLetterAnswer } from '#domain/protocol/dead-letters.ts';
import { Button } from '#ui/parts/controls/Button.tsx';
import { EmptyState } from '#ui/parts/layout/EmptyState.tsx';
import { announceScreen } from '#ui/parts/layout/Screen.tsx';
import { address } from '#ui/route/address.ts';
import { createLastContact } from '#ui/state/cases/cases.ts';
import { usePerson } from '#ui/state/app/context.ts';
import { createDeadLetter, createDeadLetterList, type DeadLetterRef } from '#ui/state/cases/dead-letters.ts';
import { detailMessages } from '#ui/i18n/detail.ts';
import { deadLetterMessages } from '#ui/i18n/dead-letters.ts';
import { createWidths } from '#ui/screens/desk/widths.ts';
import { parseDeadLetterAddress } from './dead-letter-address.ts';
import { DeadLetterDetail } from './DeadLetterDetail.tsx';
import { DeadLetterList } from './DeadLetterList.tsx';
import styles from './dead-letters.module.css';

/** Dead letters, for admins: read, correct, replay, export. They are stored on the server only. */
export const DeadLetters = () => {
  const { isCaseBeside: isDetailBeside } = createWidths();
  const person = usePerson();
  const [round, setRound] = createSignal(0);
  const lastContact = createLastContact(person);
  const [list, readAgain] = createDeadLetterList(person, () => [lastContact(), round()]);
  const name = () => parseDeadLetterAddress(address().query);
  let heading: HTMLHeadingElement | undefined;
  announceScreen(
    () => deadLetterMessages().title,
    () => (name() ? undefined : heading),
  );
  const letters = () => {
    const answered = list();
    return answered?.ok ? answered.value.letters : undefined;
  };
  return (
    <div class={styles.frame}>
      <div class={`desk ${styles.letters}`} data-open={name() !== null}>
        <section class={styles.side}>
          <header class={styles.top}>
            <div>
              <h1
                class={styles.title}
                tabIndex={-1}
                ref={(it) => {
                  heading = it;
                }}
              >
                {deadLetterMessages().title}
              </h1>
              <p class={styles.soft}>{deadLetterMessages().intro}</p>
            </div>
          </header>
          <div class={styles.scroll}>
            <Show when={list()?.ok === false}>
              <Unreachable onRetry={readAgain} />
            </Show>
            <Show when={letters()?.length === 0}>
              <EmptyState
                icon={<CheckCheck size={32} strokeWidth={1.5} aria-hidden="true" />}
                title={deadLetterMessages().empty}
                what={deadLetterMessages().emptyHint}
              />
            </Show>
            <Show when={letters()}>
              {(it) => (
                <DeadLetterList
                  letters={it()}
                  openHash={name()?.hash}
                  replaces={isDetailBeside() || name() !== null}
                />
              )}
            </Show>
          </div>
        </section>
        <section class={styles.main} aria-label={deadLetterMessages().content}>
          <Show
            when={name()}
            fallback={
              <Show when={(letters()?.length ?? 0) > 0}>
                <EmptyState title={deadLetterMessages().choose} what={deadLetterMessages().chooseHint} />
              </Show>
            }
          >
            {(it) => (
              <OpenDeadLetter
                name={it()}
                isOwnPage={!isDetailBeside()}
                onResolved={() => setRound((turn) => turn + 1)}
              />
            )}
          </Show>
        </section>
      </div>
    </div>
  );
};

const Unreachable = (props: { readonly onRetry: () => void }) => (
  <EmptyState
    icon={<CloudOff size={32} strokeWidth={1.5} aria-hidden="true" />}
    title={deadLetterMessages().unreachable}
    what={deadLetterMessages().unreachableHint}
    action={<Button onClick={() => props.onRetry()}>{deadLetterMessages().retry}</Button>}
  />
);

/** The dead letter of this name. The previous one stays until it is read. */
const OpenDeadLetter = (props: {
  readonly name: DeadLetterRef;
  readonly isOwnPage: boolean;
  readonly onResolved: () => void;
}) => {
  const [answer, readAgain] = createDeadLetter(usePerson(), () => props.name);
  const letter = (): DeadLetterAnswer | undefined => {
    const answered = answer();
    return answered?.ok ? answered.value : undefined;
  };
  const isUnknown = (): boolean => {
    const answered = answer();
    return answered?.ok === false && answered.error.error === 'notFound';
  };
  return (
    <>
      <Show when={answer()?.ok === false && !isUnknown()}>
        <Unreachable onRetry={readAgain} />
      </Show>
      <Show when={isUnknown()}>
        <EmptyState title={detailMessages().notFound} />
      </Show>
      <Show when={letter()?.hash} keyed>
        <DeadLetterDetail
          letter={letter()!}
          isOwnPage={props.isOwnPage}
          onResolved={() => {
            readAgain();
            props.onResolved();
          }}
        />
      </Show>
    </>
  );
};
