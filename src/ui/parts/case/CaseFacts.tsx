import { Show, type JSX } from 'solid-js';
import type { Case } from '#domain/case/case.ts';
import { usePerson } from '#ui/state/app/context.ts';
import { degrees, duration, metres } from '#ui/i18n/format.ts';
import { spotLine } from '#ui/i18n/place.ts';
import { captureWords } from '#ui/i18n/capture.ts';
import { detailWords } from '#ui/i18n/detail.ts';
import { named, t } from '#ui/i18n/messages.ts';
import { Fact, Facts } from './Facts.tsx';

export type CaseWords = Pick<
  Case,
  'hazard' | 'spot' | 'position' | 'noPosition' | 'description' | 'handled' | 'grid' | 'channel'
>;

/** What a report says, in words. */
export const CaseFacts = (props: { readonly of: CaseWords; readonly children?: JSX.Element }) => {
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
  const positionWords = (): string => {
    const { position, noPosition } = props.of;
    const words = captureWords();
    if (!position)
      return words.noPosition + t().separator + words.noPositionReasons[noPosition ?? 'unavailable'];
    const parts = [words.positionSources[position.source]];
    if (position.accuracyMetres !== null) parts.push(words.accuracy(metres(position.accuracyMetres)));
    if (position.ageMillis !== null && position.ageMillis >= 15_000)
      parts.push(words.ageAtSaving(duration(position.ageMillis)));
    return parts.join(t().separator);
  };
  return (
    <Facts>
      <Fact name={detailWords().kind}>{kindName()}</Fact>
      <Fact name={detailWords().place}>{place()}</Fact>
      <Fact name={detailWords().position}>
        {positionWords()}
        <Show when={props.of.position}>{(position) => <div>{degrees(position())}</div>}</Show>
      </Fact>
      <Fact name={detailWords().description}>
        <span style={{ 'white-space': 'pre-wrap' }}>
          {props.of.description || detailWords().noDescription}
        </span>
      </Fact>
      <Show when={props.of.handled}>
        <Fact name={detailWords().handled}>{detailWords().yes}</Fact>
      </Show>
      {props.children}
    </Facts>
  );
};
