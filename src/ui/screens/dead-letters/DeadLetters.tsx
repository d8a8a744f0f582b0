import ArrowLeft from 'lucide-solid/icons/arrow-left';
import CheckCheck from 'lucide-solid/icons/check-check';
import CloudOff from 'lucide-solid/icons/cloud-off';
import { createSignal, Show } from 'solid-js';
import type { LetterAnswer } from '#domain/protocol/dead-letters.ts';
import { Button, ButtonLink } from '#ui/parts/controls/Button.tsx';
import { EmptyState } from '#ui/parts/layout/EmptyState.tsx';
import { announceScreen } from '#ui/parts/layout/Screen.tsx';
import { address } from '#ui/route/address.ts';
import { createLastContact } from '#ui/state/cases/cases.ts';
import { usePerson } from '#ui/state/app/context.ts';
import { createLetter, createLetterList, type LetterName } from '#ui/state/cases/dead-letters.ts';
import { detailWords } from '#ui/i18n/detail.ts';
import { letterWords } from '#ui/i18n/dead-letters.ts';
import { t } from '#ui/i18n/messages.ts';
import { parseLetter } from './dead-letter-address.ts';
import { LetterDetail } from './DeadLetterDetail.tsx';
import { LetterList } from './DeadLetterList.tsx';
import styles from './dead-letters.module.css';

/** What the server could not take, for admins: read whole, mended, replayed, exported. It is on the server alone. */
export const Letters = (props: { readonly isBeside: boolean }) => {
  const person = usePerson();
  const [round, setRound] = createSignal(0);
  const lastContact = createLastContact(person);
  const [list, again] = createLetterList(person, () => [lastContact(), round()]);
  const name = () => parseLetter(address().query);
  let heading: HTMLHeadingElement | undefined;
  announceScreen(
    () => letterWords().title,
    () => (name() ? undefined : heading),
  );
  const letters = () => {
    const answered = list();
    return answered?.ok ? answered.value.letters : undefined;
  };
  return (
    <div class={styles.room}>
      <div class={`desk ${styles.letters}`} data-open={name() !== null}>
        <section class={styles.side}>
          <header class={styles.top}>
            <ButtonLink look="quiet" icon back href="/desk" aria-label={t().back}>
              <ArrowLeft aria-hidden="true" />
            </ButtonLink>
            <div>
              <h1
                class={styles.title}
                tabIndex={-1}
                ref={(it) => {
                  heading = it;
                }}
              >
                {letterWords().title}
              </h1>
              <p class={styles.soft}>{letterWords().what}</p>
            </div>
          </header>
          <div class={styles.scroll}>
            <Show when={list()?.ok === false}>
              <Unreachable onAgain={again} />
            </Show>
            <Show when={letters()?.length === 0}>
              <EmptyState
                icon={<CheckCheck size={32} strokeWidth={1.5} aria-hidden="true" />}
                title={letterWords().empty}
                what={letterWords().emptyWhat}
              />
            </Show>
            <Show when={letters()}>
              {(it) => (
                <LetterList
                  letters={it()}
                  openHash={name()?.hash}
                  replaces={props.isBeside || name() !== null}
                />
              )}
            </Show>
          </div>
        </section>
        <section class={styles.main} aria-label={letterWords().said}>
          <Show
            when={name()}
            fallback={
              <Show when={(letters()?.length ?? 0) > 0}>
                <EmptyState title={letterWords().choose} what={letterWords().chooseWhat} />
              </Show>
            }
          >
            {(it) => (
              <Opened
                name={it()}
                isOwnPage={!props.isBeside}
                onSettled={() => setRound((turn) => turn + 1)}
              />
            )}
          </Show>
        </section>
      </div>
    </div>
  );
};

const Unreachable = (props: { readonly onAgain: () => void }) => (
  <EmptyState
    icon={<CloudOff size={32} strokeWidth={1.5} aria-hidden="true" />}
    title={letterWords().unreachable}
    what={letterWords().unreachableWhat}
    action={<Button onClick={() => props.onAgain()}>{letterWords().again}</Button>}
  />
);

/** The letter of this name; the one before stays until it is there. */
const Opened = (props: {
  readonly name: LetterName;
  readonly isOwnPage: boolean;
  readonly onSettled: () => void;
}) => {
  const [answer, again] = createLetter(usePerson(), () => props.name);
  const letter = (): LetterAnswer | undefined => {
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
        <Unreachable onAgain={again} />
      </Show>
      <Show when={isUnknown()}>
        <EmptyState title={detailWords().notFound} />
      </Show>
      <Show when={letter()?.hash} keyed>
        <LetterDetail
          letter={letter()!}
          isOwnPage={props.isOwnPage}
          onSettled={() => {
            again();
            props.onSettled();
          }}
        />
      </Show>
    </>
  );
};
