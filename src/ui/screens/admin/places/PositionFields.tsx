import { createSignal, For, Show } from 'solid-js';
import type { LatLon } from '#domain/base/geometry.ts';
import { shownPoint } from '#domain/base/polygon.ts';
import type { Grid } from '#domain/place/grid.ts';
import type { Place } from '#domain/place/place.ts';
import { placesMessages } from '#ui/i18n/admin/places.ts';
import { SelectField, TextField } from '#ui/parts/controls/Field.tsx';
import { lazyScreen } from '#ui/route/lazy-screen.tsx';
import type { Datum } from '#ui/state/office/office.ts';
import { datums, inDatum, readPair, readPosition } from './datum.ts';
import styles from './places.module.css';

const PlaceMap = lazyScreen(async () => (await import('./PlaceMap.tsx')).PlaceMap);

/** A position as numbers in a datum, or as the pin on the map. The caller gets WGS-84, or null while the numbers are none. */
export const PositionFields = (props: {
  readonly position: LatLon | null;
  readonly grids: readonly Grid[];
  readonly others: readonly Place[];
  readonly onChange: (position: LatLon | null) => void;
}) => {
  const [datum, setDatum] = createSignal<Datum>('WGS84');
  /** What the person typed; null while the fields follow the position. */
  const [typed, setTyped] = createSignal<{ readonly lat: string; readonly lon: string } | null>(null);
  const texts = () => {
    const shown = props.position && inDatum(props.position, datum());
    return typed() ?? { lat: shown ? String(shown.lat) : '', lon: shown ? String(shown.lon) : '' };
  };
  /** Numbers that were typed are in the datum that is chosen after; a stored position does not move. */
  const chooseDatum = (as: Datum): void => {
    const numbers = typed();
    if (numbers) enter(numbers.lat, numbers.lon, as);
    else setDatum(as);
  };
  const enter = (lat: string, lon: string, as: Datum): void => {
    setTyped({ lat, lon });
    setDatum(as);
    props.onChange(readPosition(lat, lon, as));
  };
  const type = (part: Partial<{ lat: string; lon: string }>): void => {
    const pair = readPair(part.lat ?? part.lon ?? '');
    const { lat, lon } = pair ? { lat: pair[0], lon: pair[1] } : { ...texts(), ...part };
    enter(lat, lon, datum());
  };
  const isWrong = () =>
    typed() !== null && props.position === null && texts().lat !== '' && texts().lon !== '';
  return (
    <fieldset class={styles.group}>
      <legend class={styles.legend}>{placesMessages().position}</legend>
      <SelectField label={placesMessages().datum} value={datum()} onChoose={(as) => chooseDatum(as as Datum)}>
        <For each={datums}>{(it) => <option value={it}>{placesMessages().datums[it]}</option>}</For>
      </SelectField>
      <div class={styles.pair}>
        <TextField
          label={placesMessages().lat}
          value={texts().lat}
          required
          inputMode="decimal"
          autocomplete="off"
          onInput={({ currentTarget }) => type({ lat: currentTarget.value })}
        />
        <TextField
          label={placesMessages().lon}
          value={texts().lon}
          required
          inputMode="decimal"
          autocomplete="off"
          onInput={({ currentTarget }) => type({ lon: currentTarget.value })}
        />
      </div>
      <Show when={isWrong()}>
        <p class={styles.fault} role="alert">
          {placesMessages().badPosition}
        </p>
      </Show>
      <Show when={datum() !== 'WGS84' && props.position}>
        {(position) => <p class={styles.hint}>{placesMessages().converted(shownPoint(position()))}</p>}
      </Show>
      <div class={styles.map}>
        <PlaceMap
          grids={props.grids}
          places={props.others}
          position={props.position}
          onMoved={(position) => {
            const { lat, lon } = position;
            enter(lat.toFixed(6), lon.toFixed(6), 'WGS84');
          }}
        />
      </div>
      <p class={styles.hint}>{placesMessages().mapHint}</p>
    </fieldset>
  );
};
