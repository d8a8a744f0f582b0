import { Show } from 'solid-js';
import ArrowLeft from 'lucide-solid/icons/arrow-left';
import { actOf, type EventType } from '#domain/subjects.ts';
import { Banner } from '#ui/parts/banners/Banner.tsx';
import { ButtonLink } from '#ui/parts/controls/Button.tsx';
import { CaseFacts } from '#ui/parts/case/CaseFacts.tsx';
import { Fact } from '#ui/parts/case/Facts.tsx';
import { announceScreen } from '#ui/parts/layout/Screen.tsx';
import { SeverityBadge } from '#ui/parts/case/SeverityBadge.tsx';
import { StateBadge } from '#ui/parts/case/StateBadge.tsx';
import { Timeline } from '#ui/parts/case/Timeline.tsx';
import { lazyScreen } from '#ui/route/lazy-screen.tsx';
import type { OutboxRow, ShownCase } from '#ui/state/cases/cases.ts';
import { usePerson } from '#ui/state/app/context.ts';
import { eventTimeText } from '#ui/i18n/event-time-text.ts';
import { exactTime } from '#ui/i18n/format.ts';
import { deskMessages } from '#ui/i18n/desk.ts';
import { detailMessages } from '#ui/i18n/detail.ts';
import { errorMessages } from '#ui/i18n/errors.ts';
import { named, t } from '#ui/i18n/messages.ts';
import { CaseHero } from './CaseHero.tsx';
import { Decide } from './Decide.tsx';
import { missingPhotos } from '#ui/screens/desk/missing-photos.ts';
import { PhotosMark } from '#ui/screens/desk/PhotosMark.tsx';
import styles from './case-detail.module.css';

const PositionMap = lazyScreen(async () => (await import('#ui/parts/case/PositionMap.tsx')).PositionMap);

const changesState = (type: EventType): boolean => {
  const { from, to } = actOf(type);
  return from !== 'new' && to !== undefined;
};

/** One case: photos, fields, reporter, receipt, timeline, and the decision. */
export const CaseDetail = (props: {
  readonly shown: ShownCase;
  readonly own: readonly OutboxRow[];
  /** The target of the back button, on a page of its own. */
  readonly backHref: string;
  readonly isOwnPage: boolean;
  /** The map is shown beside the case already. */
  readonly hasMap: boolean;
  readonly onNext: () => void;
}) => {
  const { reference } = usePerson();
  const it = () => props.shown.case;
  let heading: HTMLHeadingElement | undefined;
  const title = () => {
    const kind = reference.kind(it().hazard);
    return kind ? named(kind.short) : it().hazard;
  };
  // Beside the list, focus stays in the list.
  announceScreen(title, () => (props.isOwnPage ? heading : undefined));
  const reporter = () => reference.person(it().reporter);
  const report = () => it().timeline.find((line) => line.eventId === it().reportEvent);
  /** The fault of the newest own decision, if it was contested or rejected. */
  const decisionFault = (): string | null => {
    const decision = props.own.findLast(({ event }) => changesState(event.type));
    if (decision?.verdict === 'contested') return deskMessages().contested;
    if (decision?.verdict === 'rejected') return errorMessages()[decision.reason ?? 'internal'];
    return null;
  };
  return (
    <div class={styles.layout}>
      <div class={styles.scroll}>
        <Show when={props.isOwnPage}>
          <ButtonLink look="quiet" icon class={styles.back} back href={props.backHref} aria-label={t().back}>
            <ArrowLeft aria-hidden="true" />
          </ButtonLink>
        </Show>
        <CaseHero photos={it().photos} report={it()} stored={props.shown.stored} />
        <div class={styles.words}>
          <header class={styles.head}>
            <h2
              class={styles.title}
              ref={(it) => {
                heading = it;
              }}
              tabIndex={-1}
            >
              {title()}
            </h2>
            <SeverityBadge severity={it().severity} />
            <StateBadge state={it().state} />
            <Show when={missingPhotos(props.shown)}>
              {(count) => <PhotosMark there={count().there} of={count().of} />}
            </Show>
            <Show when={props.shown.pending > 0}>
              <span class={styles.soft}>{deskMessages().pendingOwn}</span>
            </Show>
          </header>
          <Show when={decisionFault()}>
            <Banner tone="warning" title={decisionFault() ?? ''} />
          </Show>
          <CaseFacts of={it()}>
            <Show when={it().dismissReason}>
              <Fact name={detailMessages().dismissReason}>{it().dismissReason}</Fact>
            </Show>
            <Fact name={detailMessages().reporter}>
              {reporter()?.name ?? detailMessages().unknownPerson}
              {t().separator}
              {detailMessages().channels[it().channel]}
            </Fact>
            <Fact name={detailMessages().reportedAt}>
              {eventTimeText(it().reportedAt, it().isTimeUncertain)}
            </Fact>
            <Fact name={detailMessages().received}>
              <Show when={report()?.receivedAt} fallback={detailMessages().notReceived}>
                {(at) => <span class={styles.good}>✓ {detailMessages().verifiedAt(exactTime(at()))}</span>}
              </Show>
            </Fact>
            <Fact name={detailMessages().id}>
              <span class={styles.soft}>{it().id}</span>
            </Fact>
          </CaseFacts>
          <Show when={it().position && !props.hasMap}>
            <div class={styles.map}>
              <PositionMap position={it().position!} />
            </div>
          </Show>
          <section aria-labelledby="timeline">
            <h3 id="timeline" class={styles.subtitle}>
              {detailMessages().timeline}
            </h3>
            <Timeline lines={it().timeline} />
          </section>
        </div>
      </div>
      <Decide shown={props.shown} onNext={props.onNext} />
    </div>
  );
};
