import readWorkbook from 'read-excel-file/universal';
import { inflateWorkbook, packAgain } from './inflate-workbook.ts';
import { limits } from '#server/office/imports/limits.ts';
import { collectRows, Fault, type Sheet } from './sheet.ts';

/** Spreadsheets keep 15 digits of a number. */
const MAX_DIGITS = 15;
const MAX_SHEET_ROWS = 1_048_576;
/** What limits.rows leaves for titles and empty rows. */
const LAST_ROW = limits.rows + 100;

/**
 * The text of a numeric cell. A whole number that has more digits than a spreadsheet keeps, or lost some, comes in
 * scientific notation, which no column accepts.
 */
export const numberText = (raw: string): string => {
  const number = Number(raw);
  if (!Number.isFinite(number)) return raw;
  const [, digits = '', fraction = '', exponent] = /^[+-]?(\d+)\.?(\d*)(?:[eE]([+-]?\d+))?$/.exec(raw) ?? [];
  if (!Number.isInteger(number)) return String(Number(number.toPrecision(MAX_DIGITS)));
  const hasLost = exponent !== undefined && fraction.length < Number(exponent);
  const isLong = Math.abs(number) >= 10 ** MAX_DIGITS;
  if (isLong || (hasLost && Math.abs(number) >= 1e11)) return number.toExponential();
  return exponent === undefined && fraction === ''
    ? `${raw.startsWith('-') ? '-' : ''}${digits}`
    : String(number);
};

const columnNumber = (letters: string): number =>
  [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);

/** A cell far outside, or a row of any number, would make the reader fill the space before it. */
const checkAddresses = (sheet: string): void => {
  for (const [, number] of sheet.matchAll(/<(?:\w{1,9}:)?row\b[^>]{0,300}?\sr="(\d+)"/g))
    if (Number(number) > MAX_SHEET_ROWS) throw new Fault('damaged');
  for (const [, letters, number] of sheet.matchAll(
    /<(?:\w{1,9}:)?c\b[^>]{0,300}?\sr="([A-Z]+)(\d+)"[^>]{0,300}?(?<!\/)>(?!<\/)/g,
  )) {
    if (letters!.length > 3 || columnNumber(letters!) > limits.columns)
      throw new Fault('tooManyColumns', String(limits.columns));
    if (Number(number) > LAST_ROW) throw new Fault('tooManyRows', String(limits.rows));
  }
};

const DAY_LENGTH = 10;

const textOf = (value: unknown): string => {
  if (value === null || value === undefined) return '';
  if (!(value instanceof Date)) return String(value);
  if (Number.isNaN(value.getTime())) return '';
  const text = value.toISOString();
  return text.endsWith('T00:00:00.000Z') ? text.slice(0, DAY_LENGTH) : text.replace('T', ' ').slice(0, 16);
};

/** The first sheet with rows. Throws a Fault. */
export const readXlsx = async (bytes: Uint8Array): Promise<Sheet> => {
  const parts = inflateWorkbook(bytes);
  if (!parts.has('xl/workbook.xml') && ![...parts.keys()].some((name) => name.endsWith('workbook.xml')))
    throw new Fault('unknownFormat');
  for (const [name, part] of parts)
    if (/worksheets\/[^/]+\.xml$/.test(name)) checkAddresses(new TextDecoder().decode(part));
  let sheets: Awaited<ReturnType<typeof readWorkbook<string>>>;
  try {
    sheets = await readWorkbook<string>(packAgain(parts), { parseNumber: numberText });
  } catch (error) {
    throw new Fault('damaged', error instanceof Error ? error.message.slice(0, 120) : undefined);
  }
  for (const { sheet, data } of sheets) {
    const { rows, add } = collectRows();
    for (const row of data) add(row.map(textOf));
    if (rows.some((row) => row.length > 0)) return { name: sheet, rows };
  }
  throw new Fault('empty');
};
