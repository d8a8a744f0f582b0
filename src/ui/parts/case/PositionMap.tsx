import { createEffect, on, onCleanup, onMount } from 'solid-js';
import type { Position } from '#domain/base/geometry.ts';
import { createPinMap, type PinMap } from '#map/pin-map.ts';
import { usePerson } from '#ui/state/app/context.ts';
import { captureMessages } from '#ui/i18n/capture.ts';
import { language } from '#ui/i18n/messages.ts';

/** A position on the map of the grids, read-only. Import it lazily: it loads the map. */
export const PositionMap = (props: { readonly position: Position }) => {
  const { reference } = usePerson();
  const content = () => ({
    grids: reference.grids(),
    places: reference.places(),
    fix: props.position,
    pin: props.position,
    locale: language(),
  });
  let map: PinMap | undefined;
  const mount = (element: HTMLElement): void => {
    onMount(() => {
      const labels = {
        zoomIn: captureMessages().zoomIn,
        zoomOut: captureMessages().zoomOut,
        pin: captureMessages().pin,
      };
      map = createPinMap(element, { ...content(), labels });
      onCleanup(() => map?.dispose());
    });
  };
  createEffect(on(content, (next) => map?.update(next), { defer: true }));
  return <div style={{ height: '100%' }} ref={mount} />;
};
