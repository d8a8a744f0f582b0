/**
 * The grids of an office, one of them highlighted. A click on a grid reports it. Import it lazily: Leaflet is large. Positions are
 * WGS-84 throughout.
 */
import 'leaflet/dist/leaflet.css';
import './pin-map.css';
import './grid-map.css';
import { control, DomEvent, layerGroup, map as createMap, polygon } from 'leaflet';
import { partsOf, type Grid, type GridCode } from '#domain/place/grid.ts';
import { boundsOf, CHINA, gridLayers, toLatLngs, type MapLocale } from './map-layers.ts';

export type GridMapContent = {
  readonly grids: readonly Grid[];
  readonly highlighted: GridCode | null;
  readonly locale: MapLocale;
};

export type GridMapOptions = GridMapContent & {
  readonly onChoose: (code: GridCode) => void;
  readonly labels: { readonly map: string; readonly zoomIn: string; readonly zoomOut: string };
};

export type GridMap = {
  /** Redraws the given content. A newly highlighted grid that is not in view is brought into it. */
  update(changes: Partial<GridMapContent>): void;
  dispose(): void;
};

/** From this zoom on the names of neighbours do not cover each other. */
const NAMES_ZOOM = 15;

export const createGridMap = (element: HTMLElement, options: GridMapOptions): GridMap => {
  let content: GridMapContent = options;
  const map = createMap(element, {
    attributionControl: false,
    zoomControl: false,
    trackResize: false,
    minZoom: 3,
    maxZoom: 20,
    zoomSnap: 0.25,
    fadeAnimation: false,
    zoomAnimation: !window.matchMedia('(prefers-reduced-motion: reduce)').matches,
  });
  element.classList.add('pin-map', 'grid-map');
  element.setAttribute('role', 'region');
  element.setAttribute('aria-label', options.labels.map);
  control
    .zoom({ position: 'topright', zoomInTitle: options.labels.zoomIn, zoomOutTitle: options.labels.zoomOut })
    .addTo(map);
  control.scale({ imperial: false }).addTo(map);
  const shown = layerGroup().addTo(map);

  /** Until the person moves the map, it shows all grids. */
  let isFitted = true;
  let isMovedByPage = false;
  const moveByPage = (move: () => void): void => {
    isMovedByPage = true;
    move();
    isMovedByPage = false;
  };
  const fit = (): void => {
    const bounds = boundsOf(content.grids);
    if (bounds) map.fitBounds(bounds, { padding: [16, 16], animate: false });
    else map.setView(CHINA, 4, { animate: false });
  };
  const reveal = (): void => {
    const grid = content.grids.find(({ code }) => code === content.highlighted);
    if (!grid) return;
    const bounds = polygon(partsOf(grid).map((rings) => rings.map(toLatLngs))).getBounds();
    if (map.getBounds().contains(bounds)) return;
    isFitted = false;
    map.fitBounds(bounds, { padding: [48, 48], maxZoom: 16, animate: false });
  };
  const draw = (changes: Partial<GridMapContent>): void => {
    const before = content;
    content = { ...content, ...changes };
    const { grids, locale, highlighted } = content;
    shown.clearLayers();
    for (const layer of gridLayers(grids, locale, highlighted, options.onChoose)) shown.addLayer(layer);
    moveByPage(() => {
      if (grids !== before.grids && isFitted) fit();
      if (highlighted !== before.highlighted) reveal();
    });
  };
  const showNames = (): void => void element.classList.toggle('grid-map-far', map.getZoom() < NAMES_ZOOM);
  moveByPage(fit);
  draw({});
  moveByPage(reveal);
  showNames();
  map.on('zoomend', showNames);
  map.on('movestart', () => {
    if (!isMovedByPage) isFitted = false;
  });
  DomEvent.disableScrollPropagation(element);
  const observer = new ResizeObserver(() =>
    moveByPage(() => {
      map.invalidateSize({ animate: false });
      if (isFitted) fit();
    }),
  );
  observer.observe(element);
  return {
    update: draw,
    dispose() {
      observer.disconnect();
      map.off();
      map.remove();
      element.classList.remove('pin-map', 'grid-map', 'grid-map-far');
    },
  };
};
