import CheckCheck from 'lucide-solid/icons/check-check';
import ChevronDown from 'lucide-solid/icons/chevron-down';
import { createMemo, For, Match, Show, Switch } from 'solid-js';
import type { ErrorCode } from '#domain/base/errors.ts';
import { Button } from '#ui/parts/controls/Button.tsx';
import { createComparing, type Comparing } from '#ui/state/sync/comparing.ts';
import { usePerson } from '#ui/state/app/context.ts';
import { isAllComplete, receiptDays, type ReceiptDay } from '#ui/state/sync/receipts.ts';
import { errorMessages } from '#ui/i18n/errors.ts';
import { clock, dayHeading } from '#ui/i18n/format.ts';
import { outboxMessages } from '#ui/i18n/outbox.ts';
import styles from './outbox.module.css';

type Compared = Extract<Comparing, { kind: 'done' }>;

/** Receipts day by day, and the comparison with the server. */
export const Receipts = () => {
  const person = usePerson();
  const { comparing, compare } = createComparing(person);
  const days = createMemo(() => receiptDays(person.reports() ?? [], person.now()));
  const earlier = () => days().slice(1);
  const isAsking = () => comparing().kind === 'asking';
  return (
    <section class={styles.card} aria-labelledby="receipts">
      <h2 id="receipts" class={styles.heading}>
        {outboxMessages().receipts}
      </h2>
      <Show when={days()[0]!.reports > 0} fallback={<p class={styles.soft}>{outboxMessages().todayNone}</p>}>
        <div>
          <p class={styles.today}>{outboxMessages().today(days()[0]!.reports, days()[0]!.photos)}</p>
          <DayStatus day={days()[0]!} />
        </div>
      </Show>
      <Button wide aria-disabled={isAsking()} aria-describedby="compare-hint" onClick={() => void compare()}>
        {outboxMessages().compare}
      </Button>
      <p id="compare-hint" class={styles.soft}>
        {outboxMessages().compareHint}
      </p>
      <div role="status" class={styles.answer}>
        <ComparisonStatus comparing={comparing()} />
      </div>
      <Show when={earlier().length > 0}>
        <details>
          <summary class={styles.summary}>
            {outboxMessages().earlier}
            <ChevronDown size={20} aria-hidden="true" />
          </summary>
          <ul class={styles.days}>
            <For each={earlier()}>
              {(day) => (
                <li>
                  <p class={styles.day}>
                    <span>{dayHeading(day.day)}</span>
                    <span class={styles.soft}>{outboxMessages().day(day.reports, day.photos)}</span>
                  </p>
                  <DayStatus day={day} />
                </li>
              )}
            </For>
          </ul>
        </details>
      </Show>
    </section>
  );
};

const DayStatus = (props: { readonly day: ReceiptDay }) => (
  <Show
    when={isAllComplete(props.day)}
    fallback={
      <p class={styles.soft}>{outboxMessages().someComplete(props.day.complete, props.day.reports)}</p>
    }
  >
    <p class={styles.complete}>
      <CheckCheck size={16} aria-hidden="true" />
      {outboxMessages().allComplete}
    </p>
  </Show>
);

/** The result of the comparison, in counts. */
const ComparisonStatus = (props: { readonly comparing: Comparing }) => {
  const as = <Kind extends Comparing['kind']>(kind: Kind) =>
    props.comparing.kind === kind ? (props.comparing as Extract<Comparing, { kind: Kind }>) : undefined;
  const faultText = (error: Extract<Comparing, { kind: 'failed' }>['error']): string => {
    const { link } = outboxMessages();
    return error in link ? link[error as keyof typeof link] : errorMessages()[error as ErrorCode];
  };
  return (
    <Switch>
      <Match when={as('asking')}>{(it) => <p>{outboxMessages().comparing(it().asked, it().of)}</p>}</Match>
      <Match when={as('failed')}>
        {(it) => <p class={styles.fault}>{outboxMessages().compareFailed(faultText(it().error))}</p>}
      </Match>
      <Match when={as('done')}>{(it) => <ComparisonResult of={it()} />}</Match>
    </Switch>
  );
};

const ComparisonResult = (props: { readonly of: Compared }) => {
  const { unsent } = usePerson();
  const sentAgain = () => props.of.events.again + props.of.photos.again;
  const asked = () => props.of.events.asked + props.of.photos.asked;
  const equal = () =>
    outboxMessages().equal(clock(props.of.at), props.of.events.asked, props.of.photos.asked);
  return (
    <>
      <Show
        when={!props.of.isEqual}
        fallback={
          <Show when={asked() > 0} fallback={<p>{outboxMessages().nothingToCompare}</p>}>
            <p class={styles.equal}>{equal()}</p>
          </Show>
        }
      >
        <p>{outboxMessages().differs(clock(props.of.at))}</p>
        <Show when={sentAgain() > 0}>
          <p>{outboxMessages().sentAgain(props.of.events.again, props.of.photos.again)}</p>
        </Show>
        <Show when={props.of.lost > 0}>
          <p class={styles.fault}>{outboxMessages().lost(props.of.lost)}</p>
        </Show>
      </Show>
      <Show when={unsent() > 0 && asked() > 0}>
        <p class={styles.soft}>{outboxMessages().unsentExcluded}</p>
      </Show>
    </>
  );
};
