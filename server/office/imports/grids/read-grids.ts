/**
 * Reads a GeoJSON file of grids.
 *
 * Promises: each feature is one row, in the order of the file. A feature that cannot become a grid is a row with problems, never
 * an error. Overlaps and gaps are looked for among all grids that would exist after the import. A gap is a note: roads and
 * lakes are gaps too.
 */
import type { OfficeView } from '#domain/office/office-kinds.ts';
import { areaDigits, type Area } from '#domain/place/area.ts';
import { shownPoint } from '#domain/base/polygon.ts';
import { gridCodePattern, type Grid } from '#domain/place/grid.ts';
import { gridColumns, type GridColumns, type GridField } from './grid-columns.ts';
import { gapsOf, overlapsOf } from './grid-neighbours.ts';
import { readShape } from './grid-shape.ts';
import { readGeoJson, type Feature } from './geojson.ts';
import type { ReadFile, RowProblem } from '#server/office/imports/read-row.ts';

const MAX_NAME = 120;

/** A cell as text. A number is exact: 15 digits are fewer than a number holds. */
const textOf = (value: unknown): string =>
  typeof value === 'string' ? value.normalize('NFKC').trim() : typeof value === 'number' ? String(value) : '';

/** A code as people paste it: with spaces, or with the apostrophe that makes a spreadsheet keep it as text. */
const readCode = (text: string): string | null => {
  const code = text.replace(/^'|\s/g, '');
  return gridCodePattern.test(code) ? code : null;
};

type Draft = {
  readonly row: number;
  readonly cells: readonly string[];
  readonly grid: Grid | null;
  readonly problems: RowProblem[];
  readonly notes: RowProblem[];
  readonly above: { readonly street: string; readonly community: string };
};

const readFeature = (
  { properties, geometry }: Feature,
  at: number,
  { columns, titles }: GridColumns,
): Draft => {
  const problems: RowProblem[] = [];
  const cell = (field: GridField): string => {
    const title = titles[field];
    return title === undefined ? '' : textOf(properties[title]);
  };
  const report = (field: GridField, code: RowProblem['code'], text?: string): void => {
    const column = titles[field] ?? null;
    problems.push({ column, field, code, ...(text === undefined ? {} : { text: text.slice(0, 60) }) });
  };
  const text = cell('code');
  const code = readCode(text);
  if (text === '') report('code', 'missing');
  else if (code === null) report('code', /^[\d.]+e\+?\d+$/i.test(text) ? 'scientific' : 'badForm', text);
  const name = { zh: cell('name'), en: cell('nameEn') || cell('name') };
  if (name.zh === '') report('name', 'missing');
  if (name.zh.length > MAX_NAME) report('name', 'tooLong');
  if (name.en.length > MAX_NAME && titles.nameEn) report('nameEn', 'tooLong');
  const shape = readShape(geometry);
  if ('problem' in shape) problems.push(shape.problem);
  const [polygon, ...more] = 'parts' in shape ? shape.parts : [];
  return {
    row: at + 1,
    cells: columns.map(({ field }) => cell(field as GridField).slice(0, MAX_NAME)),
    grid: code !== null && polygon ? { code, name, polygon, ...(more.length > 0 ? { more } : {}) } : null,
    problems,
    notes: [],
    above: { street: cell('street').slice(0, MAX_NAME), community: cell('community').slice(0, MAX_NAME) },
  };
};

const titlesOf = (features: readonly Feature[]): ReadonlySet<string> =>
  new Set(features.flatMap(({ properties }) => Object.keys(properties)));

/** The second row with a code is wrong, and takes no part in what follows. */
const withoutTwins = (drafts: readonly Draft[]): ReadonlyMap<Grid, Draft> => {
  const firsts = new Map<string, Draft>();
  const kept = new Map<Grid, Draft>();
  for (const draft of drafts) {
    if (!draft.grid) continue;
    const first = firsts.get(draft.grid.code);
    if (first) {
      draft.problems.push({ column: null, field: 'code', code: 'twice', text: String(first.row) });
      continue;
    }
    firsts.set(draft.grid.code, draft);
    kept.set(draft.grid, draft);
  }
  return kept;
};

const shownGrid = ({ code, name }: Grid): string => `${code} ${name.zh}`.trim();

const compareNeighbours = (byGrid: ReadonlyMap<Grid, Draft>, view: OfficeView): void => {
  const inFile = new Set(byGrid.keys());
  const codes = new Set(Array.from(inFile, ({ code }) => code));
  const all = [...inFile, ...view.all('grid').filter((grid) => !grid.retired && !codes.has(grid.code))];
  for (const { a, b, at, isSame } of overlapsOf(all, inFile))
    for (const [own, other] of [
      [a, b],
      [b, a],
    ] as const)
      byGrid.get(own)?.problems.push({
        column: null,
        field: 'polygon',
        code: isSame ? 'sameShape' : 'overlap',
        text: isSame ? shownGrid(other) : `${shownGrid(other)} (${shownPoint(at)})`,
      });
  for (const { beside, at } of gapsOf(all, inFile))
    byGrid.get(beside)?.notes.push({ column: null, field: 'polygon', code: 'gap', text: shownPoint(at) });
};

/** The first name that a row without problems has for each area of the county. */
const areasOf = (drafts: readonly Draft[], region: string): readonly Area[] => {
  const names = new Map<string, string>();
  for (const { grid, above, problems } of drafts)
    for (const level of ['street', 'community'] as const) {
      const code = grid?.code.slice(0, areaDigits[level]);
      if (problems.length > 0 || !code?.startsWith(region)) continue;
      if (above[level] !== '' && !names.has(code)) names.set(code, above[level]);
    }
  return Array.from(names, ([code, name]) => ({ code, name: { zh: name, en: name } }));
};

export const readGrids = (bytes: Uint8Array, view: OfficeView): ReadFile => {
  const file = readGeoJson(bytes);
  if ('fault' in file) return file;
  const columns = gridColumns(titlesOf(file.features));
  const drafts = file.features.map((feature, i) => readFeature(feature, i, columns));
  compareNeighbours(withoutTwins(drafts), view);
  return {
    sheet: null,
    columns: columns.columns,
    ignored: columns.ignored,
    rows: drafts.map(({ row, cells, grid, problems, notes }) => ({
      row,
      cells,
      value: grid,
      problems,
      notes,
    })),
    areas: areasOf(drafts, view.region),
  };
};
