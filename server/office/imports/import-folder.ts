/**
 * The import of a folder at the start of the server: a county from files.
 *
 * Promises: each file is written whole or not at all, in the order of `files`. The same folder twice changes nothing. It needs no
 * people, and makes no admin.
 */
import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { readCounty, type County } from '#domain/office/county.ts';
import type { ImportKind } from '#domain/office/messages.ts';
import type { Millis } from '#domain/base/units.ts';
import { openRegion } from '#server/ledger/reference.ts';
import { applyEdits } from '#server/office/edit-office.ts';
import { readOfficeRows } from '#server/office/office-rows.ts';
import { StartError } from '#server/store/start-error.ts';
import type { Store } from '#server/store/store.ts';
import { isEqual } from './changes.ts';
import { planFile, writePlan, type ImportFile } from './import-file.ts';
import { maxBytesOf } from './limits.ts';
import type { Plan } from './plan.ts';

const tableNames = (name: string) => [`${name}.csv`, `${name}.xlsx`];

/** Whatever a file names is in a file above it. */
const files: readonly { readonly kind: ImportKind; readonly names: readonly string[] }[] = [
  { kind: 'area', names: tableNames('areas') },
  { kind: 'grid', names: ['grids.geojson'] },
  { kind: 'hazardKind', names: tableNames('hazards') },
  { kind: 'unit', names: tableNames('units') },
  { kind: 'person', names: tableNames('people') },
  { kind: 'place', names: tableNames('places') },
  { kind: 'calendar', names: tableNames('calendar') },
];

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

const countyOf = async (folder: string): Promise<County> => {
  const path = join(folder, 'county.json');
  if (!existsSync(path)) return {};
  const text = await readFile(path, 'utf8');
  const county = readCounty(parseJson(text));
  if (county) return county;
  throw new StartError(
    `${path} must be like {"code":"330199","name":{"zh":"运河区","en":"Canal District"}}.`,
  );
};

/** The first six digits of the first number of 15 digits, which is the code of a grid. */
const countyOfGrids = async (folder: string): Promise<string | undefined> => {
  const path = join(folder, 'grids.geojson');
  if (!existsSync(path) || (await stat(path)).size > maxBytesOf('grid')) return undefined;
  return /(?<![\d.])(\d{6})\d{9}(?![\d.])/.exec(await readFile(path, 'utf8'))?.[1];
};

/** unknownUnit → unknown unit */
const words = (code: string): string => code.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
const described = ({ code, text }: { readonly code: string; readonly text?: string | undefined }): string =>
  text ? `${words(code)}: ${text}` : words(code);

const refuseWrongRows = (path: string, { rows, counts }: Plan): void => {
  const wrong = rows.find(({ outcome }) => outcome === 'wrong');
  if (!wrong) return;
  const [problem] = wrong.problems;
  const column = problem?.column ? `, column ${problem.column}` : '';
  const others = counts.wrong > 1 ? ` ${counts.wrong - 1} more rows are wrong.` : '';
  throw new StartError(
    `${path}, row ${wrong.row}${column}: ${problem ? described(problem) : 'wrong'}. Nothing of this file was written.${others}`,
  );
};

export type FolderImport = {
  readonly folder: string;
  readonly now: Millis;
  /** Receives one line of text for each file. */
  readonly print: (line: string) => void;
};

const importFile = async (
  store: Store,
  region: string,
  path: string,
  file: Omit<ImportFile, 'bytes' | 'name'>,
  { now, print }: FolderImport,
): Promise<void> => {
  if ((await stat(path)).size > maxBytesOf(file.kind))
    throw new StartError(`${path}: too large: ${maxBytesOf(file.kind)} bytes.`);
  const whole: ImportFile = { ...file, name: basename(path), bytes: await readFile(path) };
  const planned = await planFile(store, region, whole, now);
  if (!planned.ok) throw new StartError(`${path}: ${words(planned.error)}.`);
  if ('fault' in planned.value) throw new StartError(`${path}: ${described(planned.value.fault)}.`);
  const { plan } = planned.value;
  refuseWrongRows(path, plan);
  const written = await writePlan(store, region, plan, whole, { by: null, at: now });
  if (!written.ok) throw new StartError(`${path}: ${words(written.error)}.`);
  const { counts } = plan;
  print(`Imported ${whole.name}: ${counts.new} new, ${counts.changed} changed, ${counts.same} unchanged.`);
};

/** The name of the county, as a row of the areas. */
const nameCounty = async (store: Store, region: string, { name }: County, { now, print }: FolderImport) => {
  if (!name) return;
  const stored = (await readOfficeRows(store.read, region, ['area'])).byKind.area.get(region);
  const value = { ...stored?.value, code: region, name };
  if (stored && isEqual(stored.value, value)) return;
  const edit = { kind: 'area' as const, id: region, value, seq: stored?.seq ?? null };
  await applyEdits(store, region, [edit], { by: null, at: now, source: 'county.json' });
  print(`Imported county.json: ${name.zh}.`);
};

/** Throws a StartError that names file, row and column of the first wrong row. Files above that one stay written. */
export const importFolder = async (store: Store, job: FolderImport): Promise<void> => {
  const { folder, now } = job;
  if (!existsSync(folder)) throw new StartError(`The folder ${folder} does not exist.`);
  const county = await countyOf(folder);
  const region = county.code ?? (await countyOfGrids(folder));
  if (region === undefined)
    throw new StartError(
      `${folder} does not say its county: it needs county.json with a code of six digits, or grids.geojson.`,
    );
  const found = files.map(({ kind, names }) => ({
    kind,
    paths: names.map((name) => join(folder, name)).filter(existsSync),
  }));
  for (const { paths } of found)
    if (paths.length > 1) throw new StartError(`${paths.join(' and ')}: only one of them can be imported.`);
  await store.write.transaction().execute(async (tx) => (await openRegion(tx, region, now)).close());
  await nameCounty(store, region, county, job);
  for (const { kind, paths } of found)
    for (const path of paths)
      await importFile(store, region, path, { kind, datum: county.datum ?? 'WGS84' }, job);
};
