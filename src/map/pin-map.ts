/**
 * A map without tiles: it shows the community's own grids, so it works without a link. It shows the fix of the phone
 * and lets a person put the pin at the hazard. Import it lazily: Leaflet is large. Positions are WGS-84 throughout.
 */
import 'leaflet/dist/leaflet.css';
import './pin-map.css';
import { control, layerGroup, map as createMap } from 'leaflet';
import type { LatLon } from '#domain/base/geometry.ts';
import type { Grid } from '#domain/place/grid.ts';
import type { Place } from '#domain/place/place.ts';
import { boundsOf, CHINA, fixLayers, gridLayers, PLACE_NAMES_ZOOM, placeLayers } from './map-layers.ts';
import type { MapFix, MapLocale } from './map-layers.ts';
import { createPin } from './pin.ts';

export type { MapFix, MapLocale } from './map-layers.ts';

export type PinMapContent = {
  readonly grids: readonly Grid[];
  readonly places: readonly Place[];
  /** The position that the phone measured. */
  readonly fix: MapFix | null;
  readonly pin: LatLon | null;
  readonly locale: MapLocale;
};

export type PinMapOptions = PinMapContent & {
  /** When absent, the map is read-only: the pin cannot be moved. */
  readonly onPinMoved?: (point: LatLon) => void;
  /** Texts of the interface for screen readers. */
  readonly labels: { readonly zoomIn: string; readonly zoomOut: string; readonly pin: string };
};

export type PinMap = {
  /** Redraws the given content. The view moves only to keep a pin visible that the caller set. */
  update(changes: Partial<PinMapContent>): void;
  dispose(): void;
};

const POINT_ZOOM = 18;

export const createPinMap = (element: HTMLElement, options: PinMapOptions): PinMap => {
  const { onPinMoved, labels } = options;
  let content: PinMapContent = options;
  const animate = !window.matchMedia('(prefers-reduced-motion: reduce)').matches;
  const map = createMap(element, {
    attributionControl: false,
    zoomControl: false,
    minZoom: 3,
    maxZoom: 21,
    zoomAnimation: animate,
    fadeAnimation: false,
    markerZoomAnimation: animate,
  });
  element.classList.add('pin-map');
  control.zoom({ zoomInTitle: labels.zoomIn, zoomOutTitle: labels.zoomOut }).addTo(map);
  control.scale({ imperial: false }).addTo(map);

  const grids = layerGroup().addTo(map);
  const places = layerGroup().addTo(map);
  const fix = layerGroup().addTo(map);
  const pin = createPin(map, labels.pin, onPinMoved);

  const draw = (changes: Partial<PinMapContent>): void => {
    content = { ...content, ...changes };
    const { locale } = content;
    if (changes.grids || changes.locale) {
      grids.clearLayers();
      for (const layer of gridLayers(content.grids, locale)) grids.addLayer(layer);
    }
    if (changes.places || changes.locale) {
      places.clearLayers();
      for (const layer of placeLayers(content.places, locale)) places.addLayer(layer);
    }
    if (changes.fix !== undefined) {
      fix.clearLayers();
      for (const layer of fixLayers(content.fix)) fix.addLayer(layer);
    }
    if (changes.pin !== undefined) pin.show(content.pin);
  };

  const bounds = boundsOf(content.grids);
  const point = content.pin ?? content.fix;
  if (point) map.setView([point.lat, point.lon], POINT_ZOOM);
  else if (bounds) map.fitBounds(bounds, { padding: [16, 16] });
  else map.setView(CHINA, 4);

  const showPlaceNames = (): void => {
    element.classList.toggle('pin-map-near', map.getZoom() >= PLACE_NAMES_ZOOM);
  };
  map.on('zoomend', showPlaceNames);
  showPlaceNames();
  draw(content);

  // Leaflet measures its element only when the window changes; this map also opens inside dialogues and split views.
  const observer = new ResizeObserver(() => map.invalidateSize({ animate: false }));
  observer.observe(element);

  return {
    update(changes) {
      draw(changes);
      const shown = changes.pin;
      if (shown && !map.getBounds().contains([shown.lat, shown.lon]))
        map.panTo([shown.lat, shown.lon], { animate });
    },
    dispose() {
      observer.disconnect();
      map.remove();
      element.classList.remove('pin-map', 'pin-map-near');
    },
  };
};
