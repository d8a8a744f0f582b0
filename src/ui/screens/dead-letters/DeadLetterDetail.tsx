import ArrowLeft from 'lucide-solid/icons/arrow-left';
import { createMemo, createSignal, For, onMount, Show } from 'solid-js';
import type { Result } from '#domain/base/result.ts';
import { isErrorCode } from '#domain/base/errors.ts';
import { readEnvelope } from '#domain/ledger/envelope.ts';
import { mayHavePassed, repairOf, saidIn } from '#domain/ledger/correction-form.ts';
import type { LetterAnswer, LetterVerdict } from '#domain/protocol/dead-letters.ts';
import { Banner } from '#ui/parts/banners/Banner.tsx';
import { Button, ButtonLink } from '#ui/parts/controls/Button.tsx';
import { Fact, Facts } from '#ui/parts/case/Facts.tsx';
import { CaseHero } from '#ui/screens/desk/CaseHero.tsx';
import { usePerson } from '#ui/state/app/context.ts';
import { letterPath, mendLetter, replayLetter } from '#ui/state/cases/dead-letters.ts';
import { captureWords } from '#ui/i18n/capture.ts';
import { detailWords } from '#ui/i18n/detail.ts';
import { errorWords } from '#ui/i18n/errors.ts';
import { exactTime } from '#ui/i18n/format.ts';
import { letterWords } from '#ui/i18n/dead-letters.ts';
import { named, t } from '#ui/i18n/messages.ts';
import { LETTERS } from './dead-letter-address.ts';
import { fieldWords, typeWords, whyWords } from './dead-letter-messages.ts';
import { MendForm } from './CorrectionForm.tsx';
import styles from './dead-letters.module.css';

/** One letter whole, and what can be done with it. */
export const LetterDetail = (props: {
  readonly letter: LetterAnswer;
  readonly isOwnPage: boolean;
  readonly onSettled: () => void;
}) => {
  const person = usePerson();
  const { reference } = person;
  const [mending, setMending] = createSignal(false);
  const [busy, setBusy] = createSignal(false);
  const [outcome, setOutcome] = createSignal<{ words: string; good: boolean } | null>(null);
  let heading: HTMLHeadingElement | undefined;
  onMount(() => props.isOwnPage && heading?.focus({ preventScroll: true }));

  const envelope = createMemo(() => readEnvelope(props.letter.text));
  const said = createMemo(() => saidIn(props.letter.text));
  const repair = createMemo(() => (envelope() ? repairOf(props.letter.text, props.letter.reason) : null));
  const nameOf = (id: string): string => reference.person(id)?.name ?? detailWords().unknownPerson;

  const wordsOf = ({ verdict, reason, duplicate }: LetterVerdict): string => {
    if (duplicate) return letterWords().before;
    if (verdict === 'rejected') return letterWords().stillNot(whyWords(reason ?? ''));
    return letterWords()[verdict === 'applied' ? 'taken' : verdict];
  };
  const settle = async (
    work: () => Promise<Result<LetterVerdict, { error: string }> | null>,
  ): Promise<void> => {
    if (busy()) return;
    setBusy(true);
    const answered = await work();
    setBusy(false);
    if (!answered?.ok) {
      const code = answered?.error.error;
      const why = isErrorCode(code) ? errorWords()[code] : letterWords().failed;
      return void setOutcome({ words: why, good: false });
    }
    const isTaken = answered.value.verdict !== 'rejected';
    setOutcome({ words: wordsOf(answered.value), good: isTaken });
    if (!isTaken) return;
    setMending(false);
    props.onSettled();
  };

  const choices = (): Readonly<Record<string, Readonly<Record<string, string>>>> => ({
    severity: t().severities,
    channel: detailWords().channels,
    noPosition: captureWords().noPositionReasons,
  });
  const valueWords = (name: string, value: unknown): string => {
    if (name === 'hazard') {
      const kind = reference.kind(String(value));
      return kind ? named(kind) + t().separator + kind.code : String(value);
    }
    const words = choices()[name]?.[String(value)];
    if (words !== undefined) return words;
    const grid = name === 'grid' ? reference.grid(String(value)) : undefined;
    if (grid) return named(grid.name);
    if (value === true) return detailWords().yes;
    return typeof value === 'string' ? value : JSON.stringify(value);
  };
  const facts = () =>
    Object.entries(said()).filter(([, value]) => value !== '' && value !== null && value !== false);

  return (
    <div class={styles.layout}>
      <div class={styles.reading}>
        <div class={styles.detail}>
          <header class={styles.head}>
            <Show when={props.isOwnPage}>
              <ButtonLink look="quiet" icon back href={LETTERS} aria-label={t().back}>
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
              {whyWords(props.letter.reason)}
            </h2>
            <p class={styles.soft}>{typeWords(props.letter.event?.type)}</p>
          </header>
          <Show when={outcome()}>
            {(it) => (
              <Banner
                tone={it().good ? 'calm' : 'warning'}
                role={it().good ? 'status' : 'alert'}
                title={it().words}
                action={
                  <Show when={it().good && props.letter.event}>
                    {(event) => (
                      <ButtonLink href={`/desk/${event().subject.id}?state=all`}>
                        {letterWords().openCase}
                      </ButtonLink>
                    )}
                  </Show>
                }
              />
            )}
          </Show>
          <Show when={mending() && repair()}>
            {(it) => (
              <MendForm
                type={props.letter.event?.type ?? ''}
                repair={it()}
                busy={busy()}
                onMend={(body) => void settle(() => mendLetter(person, props.letter, body))}
                onCancel={() => setMending(false)}
              />
            )}
          </Show>
          <Facts>
            <Fact name={letterWords().person}>{nameOf(props.letter.person)}</Fact>
            <Fact name={letterWords().device}>{props.letter.deviceLabel || props.letter.device}</Fact>
            <Fact name={letterWords().receivedAt}>{exactTime(props.letter.receivedAt)}</Fact>
            <Show when={props.letter.event}>
              {(event) => <Fact name={letterWords().saidAt}>{exactTime(event().at)}</Fact>}
            </Show>
            <For each={facts()}>
              {([name, value]) => (
                <Fact name={fieldWords(name)}>
                  <span class={styles.said}>{valueWords(name, value)}</span>
                </Fact>
              )}
            </For>
          </Facts>
          <Show when={(envelope()?.photos.length ?? 0) > 0}>
            <div class={styles.stage}>
              <CaseHero photos={envelope()!.photos} stored={props.letter.stored} />
            </div>
          </Show>
          <Raw title={letterWords().raw} of={props.letter} />
          <Show when={props.letter.other}>{(other) => <Raw title={letterWords().rawOf} of={other()} />}</Show>
        </div>
      </div>
      <Show when={!mending()}>
        <footer class={styles.bar}>
          <Show when={props.letter.settled === null}>
            <Show when={repair()}>
              <Button look="primary" onClick={() => setMending(true)}>
                {letterWords().mend}
              </Button>
            </Show>
            <Show when={mayHavePassed(props.letter.reason)}>
              <Button
                disabled={busy()}
                title={letterWords().replayWhat}
                onClick={() => void settle(() => replayLetter(person, props.letter))}
              >
                {letterWords().replay}
              </Button>
            </Show>
          </Show>
          <a class={styles.export} href={`${letterPath(props.letter)}/export`} download="">
            {letterWords().export}
          </a>
        </footer>
      </Show>
    </div>
  );
};

/** As it came, to the letter. */
const Raw = (props: {
  readonly title: string;
  readonly of: Pick<LetterAnswer, 'text' | 'hash' | 'signature'>;
}) => (
  <details class={styles.raw}>
    <summary class={styles.summary}>{props.title}</summary>
    <pre class={styles.text} tabIndex={0}>
      {props.of.text}
    </pre>
    <p class={styles.soft}>
      {letterWords().hash} {props.of.hash}
    </p>
    <p class={styles.soft}>
      {letterWords().signature} {props.of.signature}
    </p>
  </details>
);
