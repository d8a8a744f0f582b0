import ChevronRight from 'lucide-solid/icons/chevron-right';
import { Index, Show } from 'solid-js';
import { EmptyState } from '#ui/parts/layout/EmptyState.tsx';
import { Picture } from '#ui/parts/photo/Picture.tsx';
import { ReportCard } from '#ui/parts/case/ReportCard.tsx';
import { TrustCard } from '#ui/parts/trust/TrustCard.tsx';
import { Link } from '#ui/route/Link.tsx';
import { usePerson } from '#ui/state/app/context.ts';
import { named, t } from '#ui/i18n/messages.ts';
import styles from './today.module.css';

const RECENT = 5;

/** The trust card, the unfinished draft, the last reports. */
export const TodayBody = () => {
  const { reports, mayReport } = usePerson();
  const recent = () => reports()?.slice(0, RECENT) ?? [];
  return (
    <>
      <TrustCard />
      <ResumeCard />
      <Show when={recent().length > 0}>
        <section class={styles.recent} aria-labelledby="recent">
          <div class={styles.heading}>
            <h2 id="recent">{t().today.recent}</h2>
            <Link class={styles.all} href="/reports">
              {t().today.all}
              <ChevronRight size={18} aria-hidden="true" />
            </Link>
          </div>
          {/* Index, not For: a card that is read again keeps the focus. */}
          <Index each={recent()}>{(report) => <ReportCard report={report()} level={3} />}</Index>
        </section>
      </Show>
      <Show when={reports() && recent().length === 0}>
        <EmptyState
          title={mayReport() ? t().today.empty : t().today.handlerEmpty}
          what={mayReport() ? t().today.emptyHint : t().today.handlerEmptyHint}
        />
      </Show>
    </>
  );
};

/** Opens the unfinished draft. */
const ResumeCard = () => {
  const { draft, reference } = usePerson();
  return (
    <Show when={draft()}>
      {(open) => {
        const kind = () => {
          const found = open().form.hazard === null ? undefined : reference.kind(open().form.hazard!);
          return found ? named(found.short) : t().today.noKindYet;
        };
        return (
          <Link class={styles.resume} href="/capture">
            <span class={styles.thumb}>
              <Picture photo={open().photos[0]} alt="" />
            </span>
            <span class={styles.resumeText}>
              <strong>{t().today.resume}</strong>
              <span class={styles.soft}>{t().today.resumeSummary(open().photos.length, kind())}</span>
            </span>
            <ChevronRight size={20} aria-hidden="true" />
          </Link>
        );
      }}
    </Show>
  );
};
