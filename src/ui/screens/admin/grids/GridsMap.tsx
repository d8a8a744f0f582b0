import { createEffect, on, onCleanup, onMount } from 'solid-js';
import type { Grid } from '#domain/place/grid.ts';
import { createGridMap, type GridMap } from '#map/grid-map.ts';
import { captureMessages } from '#ui/i18n/capture.ts';
import { gridsMessages } from '#ui/i18n/admin/grids.ts';
import { language } from '#ui/i18n/messages.ts';
import styles from './grids.module.css';

/** All grids of the office, the open one highlighted. Import it lazily: it loads the map. */
export const GridsMap = (props: {
  readonly grids: readonly Grid[];
  readonly open: string | null;
  readonly onChoose: (code: string) => void;
}) => {
  let map: GridMap | undefined;
  const mount = (element: HTMLElement): void => {
    onMount(() => {
      map = createGridMap(element, {
        grids: props.grids,
        highlighted: props.open,
        locale: language(),
        onChoose: (code) => props.onChoose(code),
        labels: {
          map: gridsMessages().map,
          zoomIn: captureMessages().zoomIn,
          zoomOut: captureMessages().zoomOut,
        },
      });
      onCleanup(() => map?.dispose());
    });
  };
  createEffect(
    on([() => props.grids, language], ([grids, locale]) => map?.update({ grids, locale }), { defer: true }),
  );
  createEffect(
    on(
      () => props.open,
      (highlighted) => map?.update({ highlighted }),
      { defer: true },
    ),
  );
  return <div class={styles.canvas} ref={mount} />;
};
