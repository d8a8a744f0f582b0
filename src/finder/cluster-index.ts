import Supercluster from 'supercluster';
import type { Columns } from './columns.ts';
import type { Bounds, Cluster } from './finder.ts';
import { severities } from '#domain/catalogue/severities.ts';

/** Leaflet's tiles are 256 pixels wide. Two markers closer than the radius become one. */
const options = { extent: 256, radius: 56, maxZoom: 18 };

type Point = { readonly slot: number; readonly severity: number };
type Worst = { severity: number };

export type ClusterIndex = (bounds: Bounds, zoom: number) => readonly Cluster[];

/** The cases at these slots that have a position, clustered for every zoom level at once. */
export const clusterIndex = (columns: Columns, slots: readonly number[]): ClusterIndex => {
  const { lat, lon, severity } = columns.numbers();
  const index = new Supercluster<Point, Worst>({
    ...options,
    map: (point) => ({ severity: point.severity }),
    reduce: (worst, next) => {
      worst.severity = Math.min(worst.severity, next.severity);
    },
  });
  const withPosition = slots.filter((slot) => !Number.isNaN(lat[slot]));
  index.load(
    withPosition.map((slot) => ({
      type: 'Feature',
      geometry: { type: 'Point', coordinates: [lon[slot]!, lat[slot]!] },
      properties: { slot, severity: severity[slot]! },
    })),
  );
  return (bounds, zoom) =>
    index.getClusters([...bounds], zoom).map(({ geometry, properties }) => {
      const [lon, lat] = geometry.coordinates as [number, number];
      const worst = severities[properties.severity]!;
      if (!('cluster' in properties)) {
        const line = columns.lines[properties.slot]!;
        return { lat, lon, count: 1, severity: worst, caseId: line.id, line, opensAtZoom: null };
      }
      return {
        lat,
        lon,
        count: properties.point_count,
        severity: worst,
        caseId: null,
        line: null,
        opensAtZoom: index.getClusterExpansionZoom(properties.cluster_id),
      };
    });
};
