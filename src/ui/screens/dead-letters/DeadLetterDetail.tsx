import ArrowLeft from 'lucide-solid/icons/arrow-left';
import { createMemo, createSignal, For, onMount, Show } from 'solid-js';
import type { Result } from '#domain/base/result.ts';
import { isErrorCode } from '#domain/base/errors.ts';
import { readEnvelope } from '#domain/ledger/envelope.ts';
import { mayHavePassed, correctionFormOf, flatBody } from '#domain/correction/correction-form.ts';
import type { DeadLetterAnswer, DeadLetterVerdict } from '#domain/protocol/dead-letters.ts';
import { Banner } from '#ui/parts/banners/Banner.tsx';
import { Button, ButtonLink } from '#ui/parts/controls/Button.tsx';
import { Fact, Facts } from '#ui/parts/case/Facts.tsx';
import { CaseHero } from '#ui/screens/desk/case/CaseHero.tsx';
import { usePerson } from '#ui/state/app/context.ts';
import { correctDeadLetter, deadLetterPath, replayDeadLetter } from '#ui/state/cases/dead-letters.ts';
import { createDraftText } from '#ui/state/capture/draft-text.ts';
import { captureMessages } from '#ui/i18n/capture.ts';
import { detailMessages } from '#ui/i18n/detail.ts';
import { errorMessages } from '#ui/i18n/errors.ts';
import { eventTime } from '#domain/ledger/event-time.ts';
import { exactTime } from '#ui/i18n/format.ts';
import { deadLetterMessages } from '#ui/i18n/dead-letters.ts';
import { named, t } from '#ui/i18n/messages.ts';
import { DEAD_LETTERS } from './dead-letter-address.ts';
import { fieldLabel, typeLabel, reasonText } from './dead-letter-messages.ts';
import { CorrectionPanel } from './CorrectionForm.tsx';
import styles from './dead-letters.module.css';

/** One dead letter with all its data, and its actions. */
export const DeadLetterDetail = (props: {
  readonly letter: DeadLetterAnswer;
  readonly isOwnPage: boolean;
  readonly onResolved: () => void;
}) => {
  const person = usePerson();
  const { reference } = person;
  const [isCorrecting, setIsCorrecting] = createSignal(false);
  const [typed, setTyped] = createDraftText(() => `${person.me().id}/${props.letter.hash}/correction`);
  const [busy, setBusy] = createSignal(false);
  const [outcome, setOutcome] = createSignal<{ text: string; good: boolean } | null>(null);
  let heading: HTMLHeadingElement | undefined;
  onMount(() => props.isOwnPage && heading?.focus({ preventScroll: true }));

  const envelope = createMemo(() => readEnvelope(props.letter.text));
  const content = createMemo(() => flatBody(props.letter.text));
  const form = createMemo(() =>
    envelope() ? correctionFormOf(props.letter.text, props.letter.reason) : null,
  );
  const nameOf = (id: string): string => reference.person(id)?.name ?? detailMessages().unknownPerson;

  const outcomeText = ({ verdict, reason, duplicate }: DeadLetterVerdict): string => {
    if (duplicate) return deadLetterMessages().alreadyResolved;
    if (verdict === 'rejected') return deadLetterMessages().stillRejected(reasonText(reason ?? ''));
    return deadLetterMessages()[verdict];
  };
  const resolve = async (
    work: () => Promise<Result<DeadLetterVerdict, { error: string }> | null>,
  ): Promise<void> => {
    if (busy()) return;
    setBusy(true);
    const answered = await work().catch((bug: unknown) => {
      reportError(bug);
      return null;
    });
    setBusy(false);
    if (!answered?.ok) {
      const code = answered?.error.error;
      const text = isErrorCode(code) ? errorMessages()[code] : deadLetterMessages().failed;
      return void setOutcome({ text, good: false });
    }
    const isAccepted = answered.value.verdict !== 'rejected';
    setOutcome({ text: outcomeText(answered.value), good: isAccepted });
    if (!isAccepted) return;
    setTyped('');
    setIsCorrecting(false);
    props.onResolved();
  };

  const choiceLabels = (): Readonly<Record<string, Readonly<Record<string, string>>>> => ({
    severity: t().severities,
    channel: detailMessages().channels,
    noPosition: captureMessages().noPositionReasons,
  });
  const valueText = (name: string, value: unknown): string => {
    if (name === 'hazard') {
      const kind = reference.kind(String(value));
      return kind ? named(kind) + t().separator + kind.code : String(value);
    }
    const label = choiceLabels()[name]?.[String(value)];
    if (label !== undefined) return label;
    const grid = name === 'grid' ? reference.grid(String(value)) : undefined;
    if (grid) return named(grid.name);
    if (value === true) return detailMessages().yes;
    return typeof value === 'string' ? value : JSON.stringify(value);
  };
  const facts = () =>
    Object.entries(content()).filter(([, value]) => value !== '' && value !== null && value !== false);

  return (
    <div class={styles.layout}>
      <div class={styles.reading}>
        <div class={styles.detail}>
          <header class={styles.head}>
            <Show when={props.isOwnPage}>
              <ButtonLink look="quiet" icon back href={DEAD_LETTERS} aria-label={t().back}>
                <ArrowLeft aria-hidden="true" />
              </ButtonLink>
            </Show>
            <h2
              class={styles.title}
              tabIndex={-1}
              ref={(it) => {
                heading = it;
              }}
            >
              {reasonText(props.letter.reason)}
            </h2>
            <p class={styles.soft}>{typeLabel(props.letter.event?.type)}</p>
          </header>
          <Show when={outcome()}>
            {(it) => (
              <Banner
                tone={it().good ? 'calm' : 'warning'}
                role={it().good ? 'status' : 'alert'}
                title={it().text}
                action={
                  <Show when={it().good && props.letter.event}>
                    {(event) => (
                      <ButtonLink href={`/desk/${event().subject.id}?state=all`}>
                        {deadLetterMessages().openCase}
                      </ButtonLink>
                    )}
                  </Show>
                }
              />
            )}
          </Show>
          <Show when={isCorrecting() && form()}>
            {(it) => (
              <CorrectionPanel
                type={props.letter.event?.type ?? ''}
                form={it()}
                busy={busy()}
                typed={typed()}
                onType={setTyped}
                onCorrect={(body) => void resolve(() => correctDeadLetter(person, props.letter, body))}
                onCancel={() => setIsCorrecting(false)}
              />
            )}
          </Show>
          <Facts>
            <Fact name={deadLetterMessages().person}>{nameOf(props.letter.person)}</Fact>
            <Fact name={deadLetterMessages().device}>{props.letter.deviceLabel || props.letter.device}</Fact>
            <Fact name={deadLetterMessages().receivedAt}>{exactTime(props.letter.receivedAt)}</Fact>
            <Show when={props.letter.event}>
              {(event) => <Fact name={deadLetterMessages().deviceTime}>{exactTime(event().at)}</Fact>}
            </Show>
            <For each={facts()}>
              {([name, value]) => (
                <Fact name={fieldLabel(name)}>
                  <span class={styles.value}>{valueText(name, value)}</span>
                </Fact>
              )}
            </For>
          </Facts>
          <Show when={(envelope()?.photos.length ?? 0) > 0 && envelope()}>
            {(it) => (
              <div class={styles.stage}>
                <CaseHero
                  photos={it().photos}
                  report={{
                    position: null,
                    reportedAt: eventTime(it(), props.letter.receivedAt).at,
                    timeline: [],
                  }}
                  stored={props.letter.stored}
                />
              </div>
            )}
          </Show>
          <Raw title={deadLetterMessages().raw} of={props.letter} />
          <Show when={props.letter.other}>
            {(other) => <Raw title={deadLetterMessages().rawOther} of={other()} />}
          </Show>
        </div>
      </div>
      <Show when={!isCorrecting()}>
        <footer class={styles.bar}>
          <Show when={props.letter.settled === null}>
            <Show when={form()}>
              <Button look="primary" onClick={() => setIsCorrecting(true)}>
                {deadLetterMessages().correct}
              </Button>
            </Show>
            <Show when={mayHavePassed(props.letter.reason)}>
              <Button
                disabled={busy()}
                title={deadLetterMessages().replayHint}
                onClick={() => void resolve(() => replayDeadLetter(person, props.letter))}
              >
                {deadLetterMessages().replay}
              </Button>
            </Show>
          </Show>
          <a class={styles.export} href={`${deadLetterPath(props.letter)}/export`} download="">
            {deadLetterMessages().export}
          </a>
        </footer>
      </Show>
    </div>
  );
};

/** The text exactly as the phone sent it. */
const Raw = (props: {
  readonly title: string;
  readonly of: Pick<DeadLetterAnswer, 'text' | 'hash' | 'signature'>;
}) => (
  <details class={styles.raw}>
    <summary class={styles.summary}>{props.title}</summary>
    <pre class={styles.text} tabIndex={0}>
      {props.of.text}
    </pre>
    <p class={styles.soft}>
      {deadLetterMessages().hash} {props.of.hash}
    </p>
    <p class={styles.soft}>
      {deadLetterMessages().signature} {props.of.signature}
    </p>
  </details>
);
