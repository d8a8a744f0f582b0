import { createSignal, onCleanup, onMount } from 'solid-js';
import type { LatLon } from '#domain/base/geometry.ts';
import { createPinMap, type MapFix } from '#map/pin-map.ts';
import { Button } from '#ui/parts/controls/Button.tsx';
import { Dialog } from '#ui/parts/controls/Dialog.tsx';
import { usePerson } from '#ui/state/app/context.ts';
import { captureMessages } from '#ui/i18n/capture.ts';
import { language, t } from '#ui/i18n/messages.ts';
import styles from './map-dialog.module.css';

/** Moves the pin to the hazard. The position changes only on confirmation. */
export const MapDialog = (props: {
  readonly fix: MapFix | null;
  readonly pin: LatLon | null;
  readonly onMoved: (at: LatLon) => void;
  readonly onClose: () => void;
}) => {
  const { reference } = usePerson();
  const [moved, setMoved] = createSignal<LatLon | null>(null);
  const mount = (element: HTMLElement): void => {
    onMount(() => {
      const map = createPinMap(element, {
        grids: reference.grids(),
        places: reference.places(),
        fix: props.fix,
        pin: props.pin,
        locale: language(),
        onPinMoved: setMoved,
        labels: {
          zoomIn: captureMessages().zoomIn,
          zoomOut: captureMessages().zoomOut,
          pin: captureMessages().pin,
        },
      });
      onCleanup(() => map.dispose());
    });
  };
  return (
    <Dialog full open label={captureMessages().mapTitle} onClose={props.onClose}>
      <div class={styles.layout}>
        <p class={styles.title}>{captureMessages().mapTitle}</p>
        <div class={styles.map} ref={mount} />
        <div class={styles.actions}>
          <Button onClick={() => props.onClose()}>{t().cancel}</Button>
          <Button
            look="primary"
            disabled={moved() === null}
            onClick={() => {
              const at = moved();
              if (at) props.onMoved(at);
              props.onClose();
            }}
          >
            {captureMessages().mapDone}
          </Button>
        </div>
      </div>
    </Dialog>
  );
};
