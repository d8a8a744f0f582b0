import { Link } from '#ui/route/Link.tsx';
import { Show } from 'solid-js';
import { Picture } from '#ui/parts/Picture.tsx';
import { SeverityBadge } from '#ui/parts/SeverityBadge.tsx';
import { StateBadge } from '#ui/parts/StateBadge.tsx';
import type { ShownCase } from '#ui/state/cases.ts';
import { usePerson } from '#ui/state/context.ts';
import { shortTime } from '#ui/words/format.ts';
import { spotLine } from '#ui/words/place.ts';
import { detailWords } from '#ui/words/detail.ts';
import { named, t } from '#ui/words/words.ts';
import styles from './case-line.module.css';

/** One case in the list; the whole line is the link. */
export const CaseLine = (props: { readonly shown: ShownCase }) => {
  const { reference, now } = usePerson();
  const it = () => props.shown.case;
  const kind = () => {
    const found = reference.kind(it().hazard);
    return found ? named(found.short) : it().hazard;
  };
  const grid = () => {
    const found = reference.grid(it().grid);
    return found ? named(found.name) : null;
  };
  const arrived = () => it().photos.filter((photo) => props.shown.stored[photo.sha256] === 'complete').length;
  const photos = () => {
    const of = it().photos.length;
    if (of === 0) return t().reports.noPhoto;
    return arrived() < of ? detailWords().waitingPhotos(arrived(), of) : detailWords().photoCount(of);
  };
  return (
    <li>
      <Link class={styles.line} href={`/desk/${it().id}`}>
        <span class={styles.picture}>
          <Picture photo={it().photos[0]} alt="" attempt={props.shown.stored[it().photos[0]?.sha256 ?? '']} />
        </span>
        <span class={styles.words}>
          <span class={styles.title}>
            {kind()}
            {t().separator}
            {spotLine(it().spot) || t().reports.noPlace}
          </span>
          <span class={styles.soft}>
            {[grid(), shortTime(it().reportedAt, now()), photos()].filter(Boolean).join(t().separator)}
          </span>
        </span>
        <span class={styles.marks}>
          <SeverityBadge severity={it().severity} />
          <Show
            when={it().state !== 'reported'}
            fallback={<span class={styles.soft}>{t().states.reported}</span>}
          >
            <StateBadge state={it().state} />
          </Show>
        </span>
      </Link>
    </li>
  );
};
