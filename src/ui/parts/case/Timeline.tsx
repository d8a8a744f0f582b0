import { For, Show } from 'solid-js';
import type { Case } from '#domain/case/case.ts';
import type { EventType } from '#domain/subjects.ts';
import { usePerson } from '#ui/state/app/context.ts';
import { eventTimeText } from '#ui/i18n/event-time-text.ts';
import { exactTime } from '#ui/i18n/format.ts';
import { detailMessages } from '#ui/i18n/detail.ts';
import { errorMessages } from '#ui/i18n/errors.ts';
import { t } from '#ui/i18n/messages.ts';
import styles from './timeline.module.css';

type Line = Case['timeline'][number];
/** Below this difference, a second time is not shown. */
const SAME_MILLIS = 60_000;

/** Every applied and contested event of a case: act, author, times. */
export const Timeline = (props: { readonly lines: readonly Line[] }) => {
  const { me, reference } = usePerson();
  const nameOf = (id: string): string => reference.person(id)?.name ?? detailMessages().unknownPerson;
  const who = (line: Line): string => (line.author === me().id ? detailMessages().you : nameOf(line.author));
  const what = (line: Line, index: number): string =>
    line.type === 'case.reported' && index > 0
      ? detailMessages().events['case.mended']
      : (detailMessages().events[line.type as EventType] ?? detailMessages().events['case.noted']);
  /** Shows the phone time if it differs from the corrected time. */
  const deviceText = (line: Line): string =>
    Math.abs(line.deviceAt - line.at) > SAME_MILLIS
      ? t().separator + detailMessages().deviceTime(exactTime(line.deviceAt))
      : '';
  const serverText = (line: Line): string => {
    if (line.receivedAt === null) return detailMessages().onThisPhone;
    return line.receivedAt - line.at > SAME_MILLIS
      ? detailMessages().serverTime(exactTime(line.receivedAt))
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
              {(correction) => (
                <p class={styles.text}>{detailMessages().correctedBy(nameOf(correction().by))}</p>
              )}
            </Show>
            <Show when={line.text}>
              <p class={styles.text}>{line.text}</p>
            </Show>
            <Show when={line.photos > 0}>
              <p>{detailMessages().photoCount(line.photos)}</p>
            </Show>
            <Show when={line.reason}>
              {(reason) => <p class={styles.reason}>{errorMessages()[reason()]}</p>}
            </Show>
            <p class={styles.time}>
              {eventTimeText(line.at, line.isUncertain)}
              {deviceText(line)}
            </p>
            <Show when={serverText(line)}>
              <p class={styles.time}>{serverText(line)}</p>
            </Show>
          </li>
        )}
      </For>
    </ol>
  );
};
