import { For, Show } from 'solid-js';
import type { Case } from '#domain/case/case.ts';
import { usePerson } from '#ui/state/app/context.ts';
import { exactTime } from '#ui/i18n/format.ts';
import { detailWords } from '#ui/i18n/detail.ts';
import { errorWords } from '#ui/i18n/errors.ts';
import { t } from '#ui/i18n/messages.ts';
import styles from './timeline.module.css';

type Line = Case['timeline'][number];
/** Clocks this close say the same. */
const SAME_MILLIS = 60_000;

/** What happened, who did it, by whose clock. */
export const Timeline = (props: { readonly lines: readonly Line[] }) => {
  const { me, reference } = usePerson();
  const nameOf = (id: string): string => reference.person(id)?.name ?? detailWords().unknownPerson;
  const who = (line: Line): string => (line.author === me().id ? detailWords().you : nameOf(line.author));
  const what = (line: Line, index: number): string =>
    line.type === 'case.reported' && index > 0
      ? detailWords().events['case.mended']
      : detailWords().events[line.type];
  /** The phone's own clock is told where it was wrong. */
  const deviceWords = (line: Line): string =>
    Math.abs(line.deviceAt - line.at) > SAME_MILLIS
      ? t().separator + detailWords().deviceTime(exactTime(line.deviceAt))
      : '';
  const serverWords = (line: Line): string => {
    if (line.receivedAt === null) return detailWords().onThisPhone;
    return line.receivedAt - line.at > SAME_MILLIS
      ? detailWords().serverTime(exactTime(line.receivedAt))
      : '';
  };
  return (
    <ol class={styles.timeline}>
      <For each={props.lines}>
        {(line, index) => (
          <li class={styles.line} data-verdict={line.verdict}>
            <p class={styles.what}>
              <strong>{what(line, index())}</strong>
              {t().separator}
              {who(line)}
              <span class={styles.role}>
                {t().separator}
                {t().roles[line.role]}
              </span>
            </p>
            <Show when={line.mended}>
              {(mended) => <p class={styles.text}>{detailWords().mendedBy(nameOf(mended().by))}</p>}
            </Show>
            <Show when={line.text}>
              <p class={styles.text}>{line.text}</p>
            </Show>
            <Show when={line.photos > 0}>
              <p>{detailWords().photoCount(line.photos)}</p>
            </Show>
            <Show when={line.reason}>
              {(reason) => <p class={styles.reason}>{errorWords()[reason()]}</p>}
            </Show>
            <p class={styles.time}>
              {exactTime(line.at)}
              {deviceWords(line)}
            </p>
            <Show when={serverWords(line)}>
              <p class={styles.time}>{serverWords(line)}</p>
            </Show>
          </li>
        )}
      </For>
    </ol>
  );
};
