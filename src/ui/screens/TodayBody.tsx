import ChevronRight from 'lucide-solid/icons/chevron-right';
import { Index, Show } from 'solid-js';
import type { Draft } from '#ui/state/capture/drafts.ts';
import { EmptyState } from '#ui/parts/layout/EmptyState.tsx';
import { Picture } from '#ui/parts/photo/Picture.tsx';
import { ReportCard } from '#ui/parts/case/ReportCard.tsx';
import { TrustCard } from '#ui/parts/trust/TrustCard.tsx';
import { lazyScreen } from '#ui/route/lazy-screen.tsx';
import { Link } from '#ui/route/Link.tsx';
import { usePerson } from '#ui/state/app/context.ts';
import { shortTime } from '#ui/i18n/format.ts';
import { named, t } from '#ui/i18n/messages.ts';
import { spotLine } from '#ui/i18n/place.ts';
import styles from './today.module.css';

const Elsewhere = lazyScreen(async () => (await import('#ui/parts/trust/Elsewhere.tsx')).Elsewhere);

const RECENT = 5;

/** The trust card, what another device has not sent, the unfinished drafts, the last reports. */
export const TodayBody = () => {
  const { reports, drafts, mayReport } = usePerson();
  const recent = () => reports()?.slice(0, RECENT) ?? [];
  return (
    <>
      <TrustCard />
      <Show when={reports()?.some(({ isHere, trust }) => !isHere && trust.kind !== 'complete')}>
        <Elsewhere />
      </Show>
      {/* Index, not For: a card that is read again keeps the focus. */}
      <Index each={drafts() ?? []}>{(draft) => <DraftCard draft={draft()} />}</Index>
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

/** Opens an unfinished draft. */
const DraftCard = (props: { readonly draft: Draft<'report'> }) => {
  const { reference, now } = usePerson();
  const kind = () => {
    const { hazard } = props.draft.form;
    const found = hazard === null ? undefined : reference.kind(hazard);
    return found ? named(found.short) : t().today.noKindYet;
  };
  const summary = () =>
    [
      t().today.resumeSummary(props.draft.photos.length + props.draft.undecoded.length, kind()),
      spotLine(props.draft.form.spot),
      props.draft.form.description,
      shortTime(props.draft.updatedAt, now()),
    ]
      .filter(Boolean)
      .join(t().separator);
  return (
    <Link class={styles.resume} href={`/capture?draft=${props.draft.id}`}>
      <span class={styles.thumb}>
        <Picture photo={props.draft.photos[0]} alt="" />
      </span>
      <span class={styles.resumeText}>
        <strong>{t().today.resume}</strong>
        <span class={styles.soft}>{summary()}</span>
      </span>
      <ChevronRight size={20} aria-hidden="true" />
    </Link>
  );
};
