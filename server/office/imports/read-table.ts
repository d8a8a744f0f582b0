/** The rows of a sheet as values of a kind: finds the titles, reads each row, checks its form. */
import { parseOfficeValue, type OfficeValues, type OfficeView } from '#domain/office/office-kinds.ts';
import type { ProblemCode } from '#domain/office/problem.ts';
import { foldCell, foldWord, isScientific } from '#domain/office/tables/cell.ts';
import type { Column, Context, Table, TableKind } from '#domain/office/tables/table.ts';
import { tables } from '#domain/office/tables/tables.ts';
import type { Preview } from '#domain/office/messages.ts';
import { columnOf, letterOf } from './columns.ts';
import { toWgs84 } from './datum.ts';
import type { Datum } from '#domain/office/county.ts';
import { openGridFinder } from './grid-finder.ts';
import { limits } from './limits.ts';
import { newIdOf } from './new-id.ts';
import type { ReadFile, ReadRow, RowProblem } from './read-row.ts';
import { Fault, type Sheet } from './files/sheet.ts';

/** Above the titles a file may have a heading and notes. */
const TITLE_ROWS = 10;
/** Of an attribute's name and text, as the schema of places says. */
const MAX_ATTRIBUTE_NAME = 40;

const columnOfTitle = (columns: readonly Column[], title: string): Column | undefined => {
  const word = foldWord(title);
  return word === ''
    ? undefined
    : columns.find(({ titles }) => titles.some((known) => foldWord(known) === word));
};

type Titled = { readonly index: number; readonly title: string; readonly field: string };
type Titles = {
  /** The index of the row with the titles. */
  readonly at: number;
  readonly known: readonly Titled[];
  readonly others: readonly Titled[];
};

const titlesOf = (columns: readonly Column[], row: readonly string[], at: number): Titles => {
  const known: Titled[] = [];
  const others: Titled[] = [];
  for (const [index, cell] of row.entries()) {
    const title = foldCell(cell);
    const column = columnOfTitle(columns, title);
    if (column && !known.some(({ field }) => field === column.field))
      known.push({ index, title, field: column.field });
    else if (title !== '') others.push({ index, title, field: `attributes.${title}` });
  }
  return { at, known, others };
};

/** The row with the most known titles. Throws a Fault if a required column is missing. */
const findTitles = (columns: readonly Column[], rows: Sheet['rows']): Titles => {
  const candidates = rows.slice(0, TITLE_ROWS).map((row, at) => titlesOf(columns, row, at));
  const [best] = candidates.sort((a, b) => b.known.length - a.known.length);
  const missing = columns.filter(
    ({ field, isRequired }) => isRequired && !best?.known.some((it) => it.field === field),
  );
  if (!best || missing.length > 0)
    throw new Fault('noColumns', missing.map(({ titles }) => titles[0]).join('、'));
  return best;
};

const contextOf = <K extends TableKind>(
  kind: K,
  table: Table<K>,
  view: OfficeView,
  datum: Datum,
  now: number,
): Context<K> => {
  const stored = new Map<string, OfficeValues[K]>();
  for (const value of view.all(kind))
    for (const key of table.keysOf(value)) if (!stored.has(key)) stored.set(key, value);
  const made = new Map<string, string>();
  const names = new Map<string, string>();
  const note = (of: string, name: string, id: string) => {
    const word = `${of} ${foldWord(name)}`;
    if (!names.has(word)) names.set(word, id);
  };
  for (const unit of view.all('unit')) if (!unit.retired) note('unit', unit.name.zh, unit.id);
  for (const it of view.all('area')) note('area', it.name.zh, it.code);
  for (const it of view.all('grid')) if (!it.retired) note('grid', it.name.zh, it.code);
  for (const it of view.all('hazardKind')) note('hazardKind', it.zh, it.code);
  return {
    view,
    stored: (key) => stored.get(key),
    newId: (key) => {
      const id = made.get(key) ?? newIdOf(kind, now);
      made.set(key, id);
      return id;
    },
    named: (of, name) => names.get(`${of} ${foldWord(name)}`),
    gridAt: openGridFinder(view.all('grid')),
    toWgs84: toWgs84(datum),
  };
};

/** Whether a problem of the field, of a part of it, or of the field that it is a part of is noted. */
const isKnown = (noted: readonly RowProblem[], field: string): boolean =>
  noted.some((it) => field.startsWith(it.field) || it.field.startsWith(field));

/** Throws a Fault. */
export const readTable = <K extends TableKind>(
  kind: K,
  { name, rows }: Sheet,
  view: OfficeView,
  datum: Datum,
  now: number,
): ReadFile => {
  const table = tables[kind] as unknown as Table<K>;
  const { at, known, others } = findTitles(table.columns, rows);
  const attributes = table.hasAttributes ? others : [];
  const long = attributes.find(({ title }) => title.length > MAX_ATTRIBUTE_NAME);
  if (long) throw new Fault('noColumns', long.title.slice(0, MAX_ATTRIBUTE_NAME));
  const shown = [...known, ...attributes].sort((a, b) => a.index - b.index);
  const columns: Preview['columns'] = shown.map(({ index, title, field }) => ({
    column: letterOf(index),
    field,
    title,
  }));
  const derived = table.columns.filter(({ isDerived }) => isDerived);
  const added = derived.filter(({ field }) => !known.some((it) => it.field === field));
  columns.push(...added.map(({ field, titles }) => ({ column: '', field, title: titles[0]! })));
  const isDerived = (field: string): boolean => derived.some((it) => it.field === field);
  const context = contextOf(kind, table, view, datum, now);
  const indexOf = new Map(known.map(({ field, index }) => [field, index]));

  const readRow = (raw: readonly string[], row: number): ReadRow => {
    const problems: RowProblem[] = [];
    const note = (field: string, code: ProblemCode, text?: string) => {
      if (problems.some((it) => it.field === field && it.code === 'scientific')) return;
      const problem = { column: columnOf(columns, field), field, code };
      problems.push(text === undefined ? problem : { ...problem, text: text.slice(0, 120) });
    };
    const texts = raw.map(foldCell);
    for (const { index, field } of shown)
      if (isScientific(texts[index] ?? '')) note(field, 'scientific', texts[index]);
    const read = table.read(
      (field) => texts[indexOf.get(field) ?? -1] ?? '',
      note,
      context,
      Object.fromEntries(attributes.map(({ index, title }) => [title, texts[index] ?? ''])),
    );
    const parsed = parseOfficeValue(kind, read);
    const noted = [...problems];
    if ('problems' in parsed)
      for (const { field, code, text } of parsed.problems)
        if (!isKnown(noted, field) && !(noted.length > 0 && isDerived(field))) note(field, code, text);
    const derivedText = (field: string): string => (isDerived(field) ? String(read[field] ?? '') : '');
    return {
      row,
      cells: [
        ...shown.map(({ index, field }) => texts[index] || derivedText(field)),
        ...added.map(({ field }) => derivedText(field)),
      ],
      value: 'value' in parsed ? parsed.value : null,
      problems,
    };
  };

  const filled = rows
    .map((raw, index) => ({ raw, row: index + 1 }))
    .slice(at + 1)
    .filter(({ raw }) => raw.length > 0);
  if (filled.length === 0) throw new Fault('empty');
  if (filled.length > limits.rows) throw new Fault('tooManyRows', String(limits.rows));
  return {
    sheet: name,
    columns,
    ignored: table.hasAttributes ? [] : others.map(({ title }) => title),
    rows: filled.map(({ raw, row }) => readRow(raw, row)),
  };
};
