import { Link } from '#ui/route/Link.tsx';
import { Show } from 'solid-js';
import type { ReportSummary } from '#ui/state/cases/reports.ts';
import { usePerson } from '#ui/state/app/context.ts';
import { shortTime } from '#ui/i18n/format.ts';
import { spotLine } from '#ui/i18n/place.ts';
import { named, t } from '#ui/i18n/messages.ts';
import { Picture } from '#ui/parts/photo/Picture.tsx';
import { SeverityBadge } from './SeverityBadge.tsx';
import { StateBadge } from './StateBadge.tsx';
import { TrustBadge } from '#ui/parts/trust/TrustBadge.tsx';
import styles from './report-card.module.css';

/** One own report: hazard kind, place, case state and trust state. The whole card is a link. */
export const ReportCard = (props: {
  readonly report: ReportSummary;
  /** The level of its heading: one below the heading above it. */
  readonly level: 2 | 3;
}) => {
  const { reference, now } = usePerson();
  const kind = () => reference.kind(props.report.hazard);
  const title = () => {
    const known = kind();
    return known ? named(known.short) : props.report.hazard;
  };
  return (
    <article class={styles.card}>
      <div class={styles.picture}>
        <Picture photo={props.report.photos[0]} alt="" />
      </div>
      <div class={styles.body}>
        <div class={styles.head}>
          <h3 class={styles.title} aria-level={props.level}>
            <Link class={styles.link} href={`/reports/${props.report.caseId}`}>
              {title()}
            </Link>
          </h3>
          <SeverityBadge severity={props.report.severity} />
        </div>
        <p class={styles.place}>{spotLine(props.report.spot) || t().reports.noPlace}</p>
        <p class={styles.foot}>
          <TrustBadge trust={props.report.trust} />
          <span class={styles.time}>
            <Show when={props.report.state}>{(state) => <StateBadge state={state()} />}</Show>
            {shortTime(props.report.reportedAt, now())}
          </span>
        </p>
      </div>
    </article>
  );
};
