import { Show } from 'solid-js';
import { Picture } from '#ui/parts/photo/Picture.tsx';
import { SeverityBadge } from '#ui/parts/case/SeverityBadge.tsx';
import { StateBadge } from '#ui/parts/case/StateBadge.tsx';
import { Link } from '#ui/route/Link.tsx';
import type { FoundCase } from '#ui/state/cases/finder.ts';
import { usePerson } from '#ui/state/app/context.ts';
import { deskMessages } from '#ui/i18n/desk.ts';
import { detailMessages } from '#ui/i18n/detail.ts';
import { duration, shortTime } from '#ui/i18n/format.ts';
import { spotLine } from '#ui/i18n/place.ts';
import { named, t } from '#ui/i18n/messages.ts';
import { PhotosMark } from '#ui/screens/desk/PhotosMark.tsx';
import styles from './case-line.module.css';

const HOUR_MILLIS = 3_600_000;

/** One case in the list; the whole line is a link. */
export const CaseLine = (props: {
  readonly it: FoundCase;
  readonly href: string;
  readonly replaces: boolean;
}) => {
  const { reference, now } = usePerson();
  const kind = () => {
    const found = reference.kind(props.it.hazard);
    return found ? named(found.short) : props.it.hazard;
  };
  const grid = () => {
    const found = reference.grid(props.it.grid);
    return found ? named(found.name) : null;
  };
  const when = () => {
    const ago = now() - props.it.reportedAt;
    const text =
      ago >= 0 && ago < HOUR_MILLIS
        ? deskMessages().ago(duration(ago))
        : shortTime(props.it.reportedAt, now());
    return props.it.isTimeUncertain ? deskMessages().about(text) : text;
  };
  const isWaiting = () => props.it.photosComplete < props.it.photos;
  const photos = () => {
    if (isWaiting()) return null;
    return props.it.photos === 0 ? detailMessages().noPhoto : detailMessages().photoCount(props.it.photos);
  };
  return (
    <Link class={styles.line} href={props.href} replace={props.replaces}>
      <span class={styles.picture}>
        <Picture photo={props.it.firstPhoto} alt="" attempt={props.it.firstStored} />
      </span>
      <span class={styles.text}>
        <span class={styles.title}>
          {kind()}
          {t().separator}
          {spotLine(props.it.spot) || t().reports.noPlace}
        </span>
        <span class={styles.soft}>
          <Show when={isWaiting()}>
            <PhotosMark there={props.it.photosComplete} of={props.it.photos} />{' '}
          </Show>
          {[grid(), when(), photos()].filter(Boolean).join(t().separator)}
        </span>
      </span>
      <span class={styles.marks}>
        <SeverityBadge severity={props.it.severity} />
        <Show when={props.it.state !== 'reported'}>
          <StateBadge state={props.it.state} />
        </Show>
      </span>
    </Link>
  );
};
