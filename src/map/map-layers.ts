import { circle, circleMarker, latLngBounds, polygon, tooltip } from 'leaflet';
import type { LatLngBounds, LatLngExpression, Layer } from 'leaflet';
import type { LatLon, Polygon } from '#domain/base/geometry.ts';
import { boundsOfRings, pointInside, polygonSize } from '#domain/base/polygon.ts';
import { partsOf, type Grid, type GridCode } from '#domain/place/grid.ts';
import type { Place } from '#domain/place/place.ts';

export type MapLocale = 'zh' | 'en';
export type MapFix = LatLon & { readonly accuracyMetres: number | null };

/** From this zoom on there is space for the names of places. */
export const PLACE_NAMES_ZOOM = 17;
/** The centre of the view while there are no grids. */
export const CHINA: LatLngExpression = [35, 104];

type Ring = Polygon[number];

export const toLatLngs = (ring: Ring): [number, number][] => ring.map(([lon, lat]) => [lat, lon]);

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

/** In the largest part: a grid may have several, and holes. */
const namePoint = (grid: Grid): LatLon =>
  pointInside(partsOf(grid).reduce((a, b) => (polygonSize(b).area > polygonSize(a).area ? b : a)));

/**
 * The highlighted grid comes last: neighbours share edges, and its whole outline must be visible. A grid that is retired is
 * drawn only if it is the highlighted one. With `onChoose` a click chooses.
 */
export const gridLayers = (
  grids: readonly Grid[],
  locale: MapLocale,
  highlighted: GridCode | null = null,
  onChoose?: (code: GridCode) => void,
): Layer[] =>
  grids
    .filter(({ code, retired }) => !retired || code === highlighted)
    .sort((a, b) => Number(a.code === highlighted) - Number(b.code === highlighted))
    .flatMap((grid) => {
      const shape = polygon(
        partsOf(grid).map((rings) => rings.map(toLatLngs)),
        {
          className: grid.code === highlighted ? 'pin-map-grid pin-map-grid-chosen' : 'pin-map-grid',
          interactive: onChoose !== undefined,
        },
      );
      if (onChoose) shape.on('click', () => onChoose(grid.code));
      return [shape, nameTag(namePoint(grid), grid.name[locale], 'pin-map-name')];
    });

export const placeLayers = (places: readonly Place[], locale: MapLocale): Layer[] =>
  places
    .filter(({ retired }) => !retired)
    .flatMap(({ position, name }) => [
      circleMarker([position.lat, position.lon], {
        radius: 5,
        className: 'pin-map-place',
        interactive: false,
      }),
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

/** Null without a grid that is drawn. */
export const boundsOf = (grids: readonly Grid[]): LatLngBounds | null => {
  const [west, south, east, north] = boundsOfRings(
    grids.filter(({ retired }) => !retired).flatMap((grid) => partsOf(grid).flat()),
  );
  return west <= east
    ? latLngBounds([
        [south, west],
        [north, east],
      ])
    : null;
};
