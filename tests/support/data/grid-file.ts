/** Tilings of grids without overlap and gap, and GeoJSON files of them. */
import type { OfficeView } from '#domain/office/office-kinds.ts';
import type { Grid } from '#domain/place/grid.ts';

type Point = [number, number];
export type Tile = { readonly code: string; readonly ring: Point[] };

export const REGION = '330199';
/** Degrees; about 200 m. */
const SIDE = 0.002;
const rounded = (n: number): number => Math.round(n * 1e6) / 1e6;

/**
 * Tiles that share their edges: `random` moves the corners and the points between them.
 */
export const tiling = (
  columns: number,
  rows: number,
  between: number,
  random: () => number,
): readonly Tile[] => {
  const corner = Array.from({ length: rows + 1 }, (_, y) =>
    Array.from({ length: columns + 1 }, (_, x): Point => [
      rounded(120 + (x + (random() - 0.5) * 0.4) * SIDE),
      rounded(30 + (y + (random() - 0.5) * 0.4) * SIDE),
    ]),
  );
  const edge = ([ax, ay]: Point, [bx, by]: Point): Point[] =>
    Array.from({ length: between }, (_, i) => {
      const part = (i + 1) / (between + 1);
      const wobble = (random() - 0.5) * SIDE * 0.02;
      return [rounded(ax + (bx - ax) * part + wobble), rounded(ay + (by - ay) * part + wobble)];
    });
  const across = corner.map((line) => line.slice(1).map((to, x) => edge(line[x]!, to)));
  const up = corner.slice(1).map((line, y) => line.map((to, x) => edge(corner[y]![x]!, to)));
  return Array.from({ length: columns * rows }, (_, i) => {
    const [x, y] = [i % columns, Math.floor(i / columns)];
    const ring: Point[] = [
      corner[y]![x]!,
      ...across[y]![x]!,
      corner[y]![x + 1]!,
      ...up[y]![x + 1]!,
      corner[y + 1]![x + 1]!,
      ...[...across[y + 1]![x]!].reverse(),
      corner[y + 1]![x]!,
      ...[...up[y]![x]!].reverse(),
      corner[y]![x]!,
    ];
    return { code: `${REGION}001001${String(i + 1).padStart(3, '0')}`, ring };
  });
};

export const featureOf = ({ code, ring }: Tile) => ({
  type: 'Feature',
  properties: { code, name: `网格${code.slice(-3)}` } as Record<string, unknown>,
  geometry: { type: 'Polygon', coordinates: [ring] as unknown },
});

export const geoJson = (features: readonly unknown[], more: object = {}): Uint8Array =>
  new TextEncoder().encode(JSON.stringify({ type: 'FeatureCollection', ...more, features }));

/** An office that has these grids. */
export const officeWith = (grids: readonly Grid[] = []): OfficeView => ({
  region: REGION,
  get: () => undefined,
  all: ((kind: string) => (kind === 'grid' ? grids : [])) as OfficeView['all'],
});
