import CheckCheck from 'lucide-solid/icons/check-check';
import { createMemo, Show } from 'solid-js';
import { Button } from '#ui/parts/controls/Button.tsx';
import { EmptyState } from '#ui/parts/layout/EmptyState.tsx';
import { LongList } from '#ui/parts/layout/LongList.tsx';
import { Elsewhere } from '#ui/parts/trust/Elsewhere.tsx';
import { Progress } from '#ui/parts/trust/Progress.tsx';
import { Screen } from '#ui/parts/layout/Screen.tsx';
import { createSyncActivity } from '#ui/parts/trust/sync-activity.ts';
import { WifiChoice } from '#ui/parts/trust/WifiChoice.tsx';
import { usePerson } from '#ui/state/app/context.ts';
import { minutesLeft } from '#ui/state/sync/minutes-left.ts';
import { createOutbox, type OutboxItem } from '#ui/state/sync/outbox.ts';
import { size } from '#ui/i18n/format.ts';
import { outboxMessages } from '#ui/i18n/outbox.ts';
import { t } from '#ui/i18n/messages.ts';
import { OutboxCard } from './OutboxCard.tsx';
import { Receipts } from './Receipts.tsx';
import styles from './outbox.module.css';

/** Unsent and rejected items with their progress and actions, then the receipts. */
export const Outbox = () => {
  const person = usePerson();
  const items = createOutbox(person);
  const isEmpty = () => items()?.length === 0 && person.sending()?.waits === false;
  /** Otherwise another device of the person has not sent everything. */
  const isAllThere = () => person.sending()?.allSafe === true;
  return (
    <Screen title={outboxMessages().title} back="/">
      <Show when={items() && person.sending()}>
        <Show
          when={!isEmpty()}
          fallback={
            <EmptyState
              title={isAllThere() ? outboxMessages().empty : outboxMessages().emptyHint}
              what={isAllThere() ? outboxMessages().emptyHint : ''}
              icon={<CheckCheck class={styles.allComplete} size={36} strokeWidth={1.5} aria-hidden="true" />}
            />
          }
        >
          <Summary items={items()!} />
        </Show>
        <Show when={items()!.length > 0}>
          <ul class={styles.cards} aria-label={outboxMessages().items}>
            <LongList items={items()!}>
              {(item) => (
                <li>
                  <OutboxCard item={item()} />
                </li>
              )}
            </LongList>
          </ul>
        </Show>
      </Show>
      <Elsewhere />
      <WifiChoice />
      <Receipts />
    </Screen>
  );
};

const Summary = (props: { readonly items: readonly OutboxItem[] }) => {
  const { sending, unsent, sync } = usePerson();
  const { doing } = createSyncActivity();
  const photos = () =>
    props.items.flatMap((item) => item.photos).filter(({ state }) => state === 'here' || state === 'stored');
  const minutes = createMemo<number | null>(
    (shown) => minutesLeft(shown, sync.status().waitingForWifi ? null : (sending()?.timeLeft ?? null)),
    null,
  );
  const bytes = () => sending()?.bytes ?? { sent: 0, of: 0 };
  return (
    <section class={styles.card} aria-labelledby="remaining">
      <h2 id="remaining" class={styles.heading}>
        {outboxMessages().remaining}
      </h2>
      <dl class={styles.figures}>
        <div>
          <dt>{outboxMessages().texts}</dt>
          <dd>{unsent()}</dd>
        </div>
        <div>
          <dt>{outboxMessages().photos}</dt>
          <dd>{photos().length}</dd>
        </div>
        <div>
          <dt>{outboxMessages().bytes}</dt>
          <dd>{size(sending()?.bytesLeft ?? 0)}</dd>
        </div>
        <div>
          <dt>{outboxMessages().time}</dt>
          <dd>{minutes() === null ? outboxMessages().unknown : outboxMessages().minutes(minutes()!)}</dd>
        </div>
      </dl>
      <Show when={bytes().of > 0}>
        <Progress label={t().sync.progress} share={bytes().sent / bytes().of} />
      </Show>
      <p class={styles.soft} role="status">
        {doing()}
      </p>
      <Button look="primary" wide onClick={() => sync.sendNow()}>
        {t().sync.sendNow}
      </Button>
    </section>
  );
};
