import MapPin from 'lucide-solid/icons/map-pin';
import { createSignal, Show, type JSX } from 'solid-js';
import type { Case } from '#domain/case/case.ts';
import { Banner } from '#ui/parts/banners/Banner.tsx';
import { Button, ButtonLink } from '#ui/parts/controls/Button.tsx';
import { CaseFacts, type ReportFields } from '#ui/parts/case/CaseFacts.tsx';
import { CasePhotos } from '#ui/parts/case/CasePhotos.tsx';
import { EmptyState } from '#ui/parts/layout/EmptyState.tsx';
import { Fact } from '#ui/parts/case/Facts.tsx';
import { Screen } from '#ui/parts/layout/Screen.tsx';
import { SeverityBadge } from '#ui/parts/case/SeverityBadge.tsx';
import { StateBadge } from '#ui/parts/case/StateBadge.tsx';
import { Timeline } from '#ui/parts/case/Timeline.tsx';
import { TrustBadge } from '#ui/parts/trust/TrustBadge.tsx';
import { useParams } from '#ui/route/Routes.tsx';
import { lazyScreen } from '#ui/route/lazy-screen.tsx';
import { createCase } from '#ui/state/cases/cases.ts';
import { usePerson } from '#ui/state/app/context.ts';
import type { ReportSummary } from '#ui/state/cases/reports.ts';
import { eventTimeText } from '#ui/i18n/event-time-text.ts';
import { exactTime } from '#ui/i18n/format.ts';
import { detailMessages } from '#ui/i18n/detail.ts';
import { errorMessages } from '#ui/i18n/errors.ts';
import { named } from '#ui/i18n/messages.ts';
import { AddNoteOrPhotos } from './AddNoteOrPhotos.tsx';
import styles from './detail.module.css';

const PositionMap = lazyScreen(async () => (await import('#ui/parts/case/PositionMap.tsx')).PositionMap);

/**
 * One own report: its fields and photos, its timeline, and the acts that are still possible. A case of another person is
 * shown too, if it is on this phone.
 */
export const ReportDetail = () => {
  const params = useParams();
  const { reports } = usePerson();
  const report = () => reports()?.find((it) => it.caseId === params()['id']);
  return (
    <Show when={reports()} fallback={<Loading />}>
      <Show when={report()} fallback={<OthersCase id={params()['id']!} />}>
        {(found) => <Report report={found()} />}
      </Show>
    </Show>
  );
};

const Loading = () => <Screen title={detailMessages().title} back="/reports" children={null} />;

const OthersCase = (props: { readonly id: string }) => {
  const person = usePerson();
  const { shown } = createCase(person, () => props.id);
  const kindName = (hazard: string): string => {
    const kind = person.reference.kind(hazard);
    return kind ? named(kind.short) : hazard;
  };
  return (
    <Show when={shown() !== undefined} fallback={<Loading />}>
      <Show
        when={shown()}
        fallback={
          <Screen title={detailMessages().title} back="/reports">
            <EmptyState title={detailMessages().notFound} what={detailMessages().notFoundWhat} />
          </Screen>
        }
      >
        {(it) => (
          <Screen
            title={kindName(it().case.hazard)}
            subtitle={eventTimeText(it().case.reportedAt, it().case.isTimeUncertain)}
            back="/reports"
          >
            <p class={styles.badges}>
              <SeverityBadge severity={it().case.severity} />
              <StateBadge state={it().case.state} />
            </p>
            <CasePhotos
              photos={it().case.photos}
              report={it().case}
              stored={it().stored}
              own={false}
              handled={it().case.handled}
            />
            <FactsCard of={it().case} />
            <TimelineCard lines={it().case.timeline} />
          </Screen>
        )}
      </Show>
    </Show>
  );
};

/** The fields of a case, and its position on a map at a tap. */
const FactsCard = (props: { readonly of: ReportFields; readonly children?: JSX.Element }) => {
  const [mapShown, setMapShown] = createSignal(false);
  return (
    <section class={styles.card}>
      <CaseFacts of={props.of}>{props.children}</CaseFacts>
      <Show when={props.of.position}>
        {(position) => (
          <Show
            when={mapShown()}
            fallback={
              <Button wide onClick={() => setMapShown(true)}>
                <MapPin size={20} aria-hidden="true" />
                {detailMessages().openMap}
              </Button>
            }
          >
            <div class={styles.map}>
              <PositionMap position={position()} />
            </div>
          </Show>
        )}
      </Show>
    </section>
  );
};

const TimelineCard = (props: { readonly lines: Case['timeline'] }) => (
  <section class={styles.card} aria-labelledby="timeline">
    <h2 id="timeline" class={styles.heading}>
      {detailMessages().timeline}
    </h2>
    <Timeline lines={props.lines} />
  </section>
);

const Report = (props: { readonly report: ReportSummary }) => {
  const person = usePerson();
  const { reference } = person;
  const { shown, own } = createCase(person, () => props.report.caseId);

  const reportRow = () => own().find((row) => row.eventId === props.report.eventId);
  /** A rejected report never became a case: its fields are in the event on this phone. */
  const fields = (): ReportFields | undefined => {
    const event = reportRow()?.event;
    if (props.report.trust.kind === 'rejected' && event?.type === 'case.reported') return event.body;
    return shown()?.case;
  };
  const title = () => {
    const kind = reference.kind(props.report.hazard);
    return kind ? named(kind.short) : props.report.hazard;
  };
  const rejection = () => (props.report.trust.kind === 'rejected' ? props.report.trust.reason : null);
  const receivedAt = () => {
    const row = reportRow();
    return row ? row.receivedAt : (shown()?.case.timeline[0]?.receivedAt ?? null);
  };

  return (
    <Screen
      title={title()}
      subtitle={eventTimeText(props.report.reportedAt, props.report.isTimeUncertain)}
      back="/reports"
    >
      <p class={styles.badges}>
        <SeverityBadge severity={props.report.severity} />
        <Show when={props.report.state}>{(state) => <StateBadge state={state()} />}</Show>
        <TrustBadge trust={props.report.trust} />
      </p>
      <Show when={rejection()}>
        {(reason) => (
          <Banner
            tone="warning"
            title={detailMessages().rejectedTitle}
            action={
              <ButtonLink look="primary" href={`/capture?mend=${props.report.eventId}`}>
                {detailMessages().correct}
              </ButtonLink>
            }
          >
            {detailMessages().rejectedWhat(errorMessages()[reason()])}
          </Banner>
        )}
      </Show>
      <Show when={props.report.dismissReason}>
        <Banner title={detailMessages().dismissReason}>{props.report.dismissReason}</Banner>
      </Show>
      <CasePhotos
        photos={shown()?.case.photos ?? props.report.photos}
        report={shown()?.case ?? { position: null, reportedAt: props.report.reportedAt, timeline: [] }}
        stored={shown()?.stored ?? {}}
        own
        handled={props.report.handled}
      />
      <Show when={fields()}>
        {(it) => (
          <FactsCard of={it()}>
            <Fact name={detailMessages().received}>
              <Show when={receivedAt()} fallback={detailMessages().notReceived}>
                {(at) => <>{detailMessages().receivedAt(exactTime(at()))}</>}
              </Show>
            </Fact>
          </FactsCard>
        )}
      </Show>
      <Show when={shown()}>{(it) => <TimelineCard lines={it().case.timeline} />}</Show>
      <AddNoteOrPhotos report={props.report} shown={shown()} />
    </Screen>
  );
};
