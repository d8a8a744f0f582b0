import { circle, circleMarker, latLngBounds, polygon, tooltip } from 'leaflet';
import type { LatLngBounds, LatLngExpression, Layer } from 'leaflet';
import { polygonCentre, type LatLon } from '#domain/base/geometry.ts';
import type { Grid, GridCode } from '#domain/place/grid.ts';
import type { Place } from '#domain/place/place.ts';

export type MapLocale = 'zh' | 'en';
export type MapFix = LatLon & { readonly accuracyMetres: number | null };

/** From this zoom on there is space for the names of places. */
export const PLACE_NAMES_ZOOM = 17;
/** The centre of the view while there are no grids. */
export const CHINA: LatLngExpression = [35, 104];

type Ring = Grid['polygon'][number];

const toLatLngs = (ring: Ring): [number, number][] => ring.map(([lon, lat]) => [lat, lon]);

/** Names come from reference data: they are inserted as text, never as markup. */
const nameTag = ({ lat, lon }: LatLon, name: string, className: string): Layer => {
  const element = document.createElement('span');
  element.textContent = name;
  return tooltip([lat, lon], {
    permanent: true,
    direction: 'center',
    interactive: false,
    className,
    opacity: 1,
    // In the lowest pane: names never cover marks.
    pane: 'shadowPane',
  }).setContent(element);
};

/** The highlighted grid comes last: neighbours share edges, and its whole outline must be visible. */
export const gridLayers = (
  grids: readonly Grid[],
  locale: MapLocale,
  highlighted: GridCode | null = null,
): Layer[] =>
  [...grids]
    .sort((a, b) => Number(a.code === highlighted) - Number(b.code === highlighted))
    .flatMap(({ code, polygon: rings, name }) => [
      polygon(rings.map(toLatLngs), {
        className: code === highlighted ? 'pin-map-grid pin-map-grid-chosen' : 'pin-map-grid',
        interactive: false,
      }),
      nameTag(polygonCentre(rings), name[locale], 'pin-map-name'),
    ]);

export const placeLayers = (places: readonly Place[], locale: MapLocale): Layer[] =>
  places.flatMap(({ position, name }) => [
    circleMarker([position.lat, position.lon], { radius: 5, className: 'pin-map-place', interactive: false }),
    nameTag(position, name[locale], 'pin-map-place-name'),
  ]);

/** A dot, and a circle for the accuracy of the fix. */
export const fixLayers = (fix: MapFix | null): Layer[] => {
  if (!fix) return [];
  const centre: [number, number] = [fix.lat, fix.lon];
  const dot = circleMarker(centre, { radius: 7, className: 'pin-map-fix', interactive: false });
  if (fix.accuracyMetres === null) return [dot];
  return [
    circle(centre, { radius: fix.accuracyMetres, className: 'pin-map-accuracy', interactive: false }),
    dot,
  ];
};

export const boundsOf = (grids: readonly Grid[]): LatLngBounds | null => {
  const points = grids.flatMap((grid) => toLatLngs(grid.polygon[0] ?? []));
  return points.length > 0 ? latLngBounds(points) : null;
};
