import ChevronRight from 'lucide-solid/icons/chevron-right';
import RotateCw from 'lucide-solid/icons/rotate-cw';
import { createSignal, For, Index, Show } from 'solid-js';
import type { ErrorCode } from '#domain/base/errors.ts';
import { Button, ButtonLink } from '#ui/parts/controls/Button.tsx';
import { ConfirmDialog } from '#ui/parts/controls/ConfirmDialog.tsx';
import { Picture } from '#ui/parts/photo/Picture.tsx';
import { Progress } from '#ui/parts/trust/Progress.tsx';
import { TrustBadge } from '#ui/parts/trust/TrustBadge.tsx';
import { Link } from '#ui/route/Link.tsx';
import { usePerson } from '#ui/state/app/context.ts';
import { isRejected, dismissRefusedAct, type OutboxItem, type OutboxPhoto } from '#ui/state/sync/outbox.ts';
import { detailMessages } from '#ui/i18n/detail.ts';
import { errorMessages } from '#ui/i18n/errors.ts';
import { shortTime, size } from '#ui/i18n/format.ts';
import { outboxMessages } from '#ui/i18n/outbox.ts';
import { spotLine } from '#ui/i18n/place.ts';
import { named, t } from '#ui/i18n/messages.ts';
import styles from './outbox.module.css';

/** The number of attempts and the last error. */
const triesLine = (tries: number, error: ErrorCode | null): string =>
  [tries > 0 && outboxMessages().tries(tries), error && errorMessages()[error]]
    .filter(Boolean)
    .join(t().separator);

/** One report, or the acts on a case, with each photo. */
export const OutboxCard = (props: { readonly item: OutboxItem }) => {
  const { reference, sync, now } = usePerson();
  const report = () => props.item.report;
  const kindLabel = (kinds: OutboxItem['kinds']) =>
    kinds.map((type) => detailMessages().events[type]).join(t().separator);
  const acts = () => kindLabel(props.item.acts);
  const title = () => {
    const own = report();
    if (!own) return kindLabel(props.item.kinds);
    const kind = reference.kind(own.hazard);
    return kind ? named(kind.short) : own.hazard;
  };
  const place = () =>
    [shortTime(props.item.at, now()), report() && (spotLine(report()!.spot) || t().reports.noPlace)]
      .filter(Boolean)
      .join(t().separator);
  const refusal = () => {
    const trust = report()?.trust;
    return trust?.kind === 'rejected' ? trust.reason : null;
  };
  const textSummary = () =>
    [
      props.item.textBytes > 0 && outboxMessages().textSize(size(props.item.textBytes)),
      triesLine(props.item.tries, props.item.lastError),
    ]
      .filter(Boolean)
      .join(t().separator);
  const hasFailed = () =>
    props.item.lastError !== null ||
    props.item.photos.some(({ state, lastError }) => state === 'here' && lastError !== null);
  const mayRetry = () =>
    props.item.names.length > 0 && (hasFailed() || sync.status().phase !== 'sending') && refusal() === null;
  return (
    <article class={styles.card} data-rejected={isRejected(props.item) || undefined}>
      <div class={styles.head}>
        <h2 class={styles.title}>
          <Show when={report()} fallback={title()}>
            {(own) => (
              <Link href={`/reports/${own().caseId}`}>
                {title()}
                <ChevronRight size={18} aria-hidden="true" />
              </Link>
            )}
          </Show>
        </h2>
        <TrustBadge trust={props.item.trust} />
      </div>
      <div class={styles.row}>
        <div class={styles.text}>
          <p class={styles.soft}>{place()}</p>
          <Show when={report() && acts()}>
            <p class={styles.soft}>{`${acts()}${t().separator}${t().trust.onPhone}`}</p>
          </Show>
          <Show when={refusal()}>{(reason) => <p class={styles.fault}>{errorMessages()[reason()]}</p>}</Show>
          <Show when={refusal() === null && textSummary()}>
            {(summary) => <p class={styles.soft}>{summary()}</p>}
          </Show>
        </div>
        <Show when={mayRetry()}>
          <Button
            look="quiet"
            class={styles.retry}
            aria-label={outboxMessages().retryOne(title())}
            onClick={() => sync.wake({ retry: props.item.names })}
          >
            <RotateCw size={18} aria-hidden="true" />
            {outboxMessages().retry}
          </Button>
        </Show>
      </div>
      <RejectedActs item={props.item} />
      <Show when={props.item.photos.length > 0}>
        <ul class={styles.photos}>
          <Index each={props.item.photos}>
            {(photo, at) => <PhotoLine photo={photo()} number={at + 1} />}
          </Index>
        </ul>
      </Show>
      <Show when={refusal() && report()}>
        {(own) => (
          <ButtonLink look="primary" wide href={`/capture?mend=${own().eventId}`}>
            {detailMessages().correct}
          </ButtonLink>
        )}
      </Show>
    </article>
  );
};

/** Rejected acts with their reasons. The person may hide them when all their photos are on the server. */
const RejectedActs = (props: { readonly item: OutboxItem }) => {
  const person = usePerson();
  /** The act to hide, while the dialog is open. */
  const [asked, setAsked] = createSignal<string | null>(null);
  /** Otherwise the head of the card already shows the type and "rejected". */
  const isOneOfMany = () =>
    props.item.report !== null || props.item.refused.length + props.item.acts.length > 1;
  const mayHide = () => props.item.photos.every(({ state }) => state === 'there');
  return (
    <>
      <Index each={props.item.refused}>
        {(act) => (
          <div class={styles.text}>
            <Show when={isOneOfMany()}>
              <p class={styles.soft}>
                {`${detailMessages().events[act().type]}${t().separator}${t().trust.rejected}`}
              </p>
            </Show>
            <Show when={act().text}>{(text) => <p class={styles.actText}>{text()}</p>}</Show>
            <div class={styles.row}>
              <p class={styles.fault}>{errorMessages()[act().reason]}</p>
              <Show when={mayHide()}>
                <Button look="quiet" class={styles.retry} onClick={() => setAsked(act().eventId)}>
                  {outboxMessages().hide}
                </Button>
              </Show>
            </div>
          </div>
        )}
      </Index>
      <ConfirmDialog
        open={asked() !== null}
        title={outboxMessages().hideTitle}
        confirm={outboxMessages().hide}
        onClose={() => setAsked(null)}
        onConfirm={() => {
          void dismissRefusedAct(person, asked()!);
          setAsked(null);
        }}
      >
        <p>{outboxMessages().hideHint}</p>
      </ConfirmDialog>
    </>
  );
};

const PhotoLine = (props: { readonly photo: OutboxPhoto; readonly number: number }) => {
  const { sync } = usePerson();
  const name = () => outboxMessages().photo(props.number);
  const upload = () => sync.status().inFlight.find((it) => it.sha256 === props.photo.sha256);
  const share = () => upload()!.sentBytes / Math.max(1, upload()!.totalBytes);
  const state = () => {
    const { state, sent } = props.photo;
    // 100 % sent is not yet 100 % received.
    if (upload()) return outboxMessages().sending(Math.min(99, Math.floor(share() * 100)));
    if (state === 'here' && sent > 0) return outboxMessages().sent(size(sent));
    return outboxMessages().photoStates[state];
  };
  const lines = () => {
    const { state: kind, tries, lastError, bytes } = props.photo;
    return [size(bytes), kind === 'here' && !upload() && triesLine(tries, lastError)].filter(Boolean);
  };
  return (
    <li class={styles.photo}>
      <span class={styles.thumb}>
        <Picture photo={props.photo} alt={name()} />
      </span>
      <span class={styles.text}>
        <span class={props.photo.state === 'lost' ? styles.fault : undefined}>{state()}</span>
        <span class={styles.soft}>
          <For each={lines()}>{(line, at) => <>{`${at() > 0 ? t().separator : ''}${line}`}</>}</For>
        </span>
        <Show when={upload()}>
          <Progress label={outboxMessages().progress(name())} share={share()} />
        </Show>
      </span>
    </li>
  );
};
