import { createMemo, For, Show } from 'solid-js';
import { distanceMetres, type LatLon } from '#domain/base/geometry.ts';
import type { Metres } from '#domain/base/units.ts';
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

type Suggestion = { readonly id: string; readonly name: string; readonly away: Metres | null };

/** The spot: a place nearby if there is one, then building, unit, floor and detail. */
export const SpotFields = (props: { readonly capture: Capture }) => {
  const { reference } = usePerson();
  const spot = () => props.capture.form().spot;
  const here = (): LatLon | null => {
    const { position } = props.capture.placed();
    return position && position.source !== 'place' ? position : props.capture.form().fix;
  };
  /** The nearest places. The chosen one is always among them: what is chosen can be seen and removed. */
  const suggestions = createMemo((): readonly Suggestion[] => {
    const from = here();
    const { placeId, placeName } = spot();
    const all = reference
      .places()
      .filter(({ id, retired }) => !retired || id === placeId)
      .map(({ id, name, position }) => ({
        id,
        name: named(name),
        away: from && distanceMetres(from, position),
      }));
    const chosen =
      placeId && (all.find(({ id }) => id === placeId) ?? { id: placeId, name: placeName, away: null });
    const near = all
      .filter(({ id, away }) => away !== null && away <= NEAR_METRES && id !== placeId)
      .sort((a, b) => a.away! - b.away!)
      .slice(0, chosen ? SUGGESTED - 1 : SUGGESTED);
    if (!chosen) return near;
    const isNearer = ({ away }: Suggestion): boolean => chosen.away !== null && away! <= chosen.away;
    return [...near.filter(isNearer), chosen, ...near.filter((it) => !isNearer(it))];
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
            {({ id, name, away }) => (
              <button
                type="button"
                class={choices.chip}
                aria-pressed={spot().placeId === id}
                onClick={() => choose(id, name)}
              >
                {name}
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
