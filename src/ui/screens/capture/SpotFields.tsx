import { createMemo, For, Show } from 'solid-js';
import { distanceMetres } from '#domain/base/geometry.ts';
import { TextField } from '#ui/parts/controls/Field.tsx';
import type { Capture } from '#ui/state/capture/capture.ts';
import { usePerson } from '#ui/state/app/context.ts';
import { metres } from '#ui/i18n/format-distance.ts';
import { captureMessages } from '#ui/i18n/capture.ts';
import { named } from '#ui/i18n/messages.ts';
import choices from './choices.module.css';
import styles from './capture.module.css';

const SUGGESTED = 8;
/** Places farther away are not suggested. */
const NEAR_METRES = 1500;

/** The spot: a place nearby if there is one, then building, unit, floor and detail. */
export const SpotFields = (props: { readonly capture: Capture }) => {
  const { reference } = usePerson();
  const spot = () => props.capture.form().spot;
  const here = () => props.capture.form().chosenPosition ?? props.capture.form().fix;
  const suggestions = createMemo(() => {
    const from = here();
    if (!from)
      return reference
        .places()
        .filter((place) => place.id === spot().placeId)
        .map((place) => ({ place, away: null }));
    return reference
      .places()
      .map((place) => ({ place, away: distanceMetres(from, place.position) }))
      .filter(({ place, away }) => away <= NEAR_METRES || place.id === spot().placeId)
      .sort((a, b) => a.away - b.away)
      .slice(0, SUGGESTED);
  });
  const choose = (id: string, name: string): void =>
    props.capture.changeSpot(
      spot().placeId === id ? { placeId: null, placeName: '' } : { placeId: id, placeName: name },
    );
  return (
    <section class={styles.group} aria-label={captureMessages().place}>
      <Show when={suggestions().length > 0}>
        <div class={choices.row} role="group" aria-label={captureMessages().places}>
          <For each={suggestions()}>
            {({ place, away }) => (
              <button
                type="button"
                class={choices.chip}
                aria-pressed={spot().placeId === place.id}
                onClick={() => choose(place.id, named(place.name))}
              >
                {named(place.name)}
                <Show when={away !== null}>
                  <span class={choices.soft}>{metres(away ?? 0)}</span>
                </Show>
              </button>
            )}
          </For>
        </div>
      </Show>
      <div class={styles.spot}>
        <TextField
          label={captureMessages().building}
          value={spot().building}
          maxLength={120}
          autocomplete="off"
          onInput={(event) => props.capture.changeSpot({ building: event.currentTarget.value })}
        />
        <TextField
          label={captureMessages().unit}
          value={spot().unit}
          maxLength={120}
          autocomplete="off"
          onInput={(event) => props.capture.changeSpot({ unit: event.currentTarget.value })}
        />
        <TextField
          label={captureMessages().floor}
          value={spot().floor}
          maxLength={120}
          autocomplete="off"
          onInput={(event) => props.capture.changeSpot({ floor: event.currentTarget.value })}
        />
      </div>
      <TextField
        label={captureMessages().detail}
        value={spot().detail}
        placeholder={captureMessages().detailHint}
        maxLength={120}
        autocomplete="off"
        onInput={(event) => props.capture.changeSpot({ detail: event.currentTarget.value })}
      />
    </section>
  );
};
