import { createEffect, on, onCleanup, onMount } from 'solid-js';
import type { LatLon } from '#domain/base/geometry.ts';
import type { Grid } from '#domain/place/grid.ts';
import type { Place } from '#domain/place/place.ts';
import { createPinMap, type PinMap } from '#map/pin-map.ts';
import { captureMessages } from '#ui/i18n/capture.ts';
import { placesMessages } from '#ui/i18n/admin/places.ts';
import { language } from '#ui/i18n/messages.ts';
import styles from './places.module.css';

/** The pin of one place on the grids. Import it lazily: it loads the map. */
export const PlaceMap = (props: {
  readonly grids: readonly Grid[];
  readonly places: readonly Place[];
  readonly position: LatLon | null;
  readonly onMoved: (position: LatLon) => void;
}) => {
  const mount = (element: HTMLElement): void => {
    onMount(() => {
      const map: PinMap = createPinMap(element, {
        grids: props.grids,
        places: props.places,
        fix: null,
        pin: props.position,
        locale: language(),
        onPinMoved: (position) => props.onMoved(position),
        labels: {
          zoomIn: captureMessages().zoomIn,
          zoomOut: captureMessages().zoomOut,
          pin: placesMessages().pin,
        },
      });
      onCleanup(() => map.dispose());
      createEffect(
        on(
          () => props.grids,
          (grids) => map.update({ grids }),
          { defer: true },
        ),
      );
      createEffect(
        on(
          () => props.places,
          (places) => map.update({ places }),
          { defer: true },
        ),
      );
      createEffect(
        on(
          () => props.position,
          (pin) => map.update({ pin }),
          { defer: true },
        ),
      );
    });
  };
  return <div class={styles.canvas} ref={mount} role="region" aria-label={placesMessages().map} />;
};
