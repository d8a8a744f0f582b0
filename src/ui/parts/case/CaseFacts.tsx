import { Show, type JSX } from 'solid-js';
import type { Case } from '#domain/case/case.ts';
import { usePerson } from '#ui/state/app/context.ts';
import { duration } from '#ui/i18n/format.ts';
import { degrees, metres } from '#ui/i18n/format-distance.ts';
import { spotLine } from '#ui/i18n/place.ts';
import { captureMessages } from '#ui/i18n/capture.ts';
import { detailMessages } from '#ui/i18n/detail.ts';
import { named, t } from '#ui/i18n/messages.ts';
import { Fact, Facts } from './Facts.tsx';

export type ReportFields = Pick<
  Case,
  'hazard' | 'spot' | 'position' | 'noPosition' | 'description' | 'handled' | 'grid' | 'channel'
>;

/** The fields of a report as text. */
export const CaseFacts = (props: { readonly of: ReportFields; readonly children?: JSX.Element }) => {
  const { reference } = usePerson();
  const kindName = () => {
    const kind = reference.kind(props.of.hazard);
    return kind ? named(kind) + t().separator + kind.code : props.of.hazard;
  };
  const place = () =>
    [gridName(), spotLine(props.of.spot)].filter(Boolean).join(t().separator) || t().reports.noPlace;
  const gridName = () => {
    const grid = reference.grid(props.of.grid);
    return grid ? named(grid.name) : '';
  };
  const positionText = (): string => {
    const { position, noPosition } = props.of;
    const messages = captureMessages();
    if (!position)
      return messages.noPosition + t().separator + messages.noPositionReasons[noPosition ?? 'unavailable'];
    const parts = [messages.positionSources[position.source]];
    if (position.accuracyMetres !== null) parts.push(messages.accuracy(metres(position.accuracyMetres)));
    if (position.ageMillis !== null && position.ageMillis >= 15_000)
      parts.push(messages.ageAtSaving(duration(position.ageMillis)));
    return parts.join(t().separator);
  };
  return (
    <Facts>
      <Fact name={detailMessages().kind}>{kindName()}</Fact>
      <Fact name={detailMessages().place}>{place()}</Fact>
      <Fact name={detailMessages().position}>
        {positionText()}
        <Show when={props.of.position}>{(position) => <div>{degrees(position())}</div>}</Show>
      </Fact>
      <Fact name={detailMessages().description}>
        <span style={{ 'white-space': 'pre-wrap' }}>
          {props.of.description || detailMessages().noDescription}
        </span>
      </Fact>
      <Show when={props.of.handled}>
        <Fact name={detailMessages().handled}>{detailMessages().yes}</Fact>
      </Show>
      {props.children}
    </Facts>
  );
};
