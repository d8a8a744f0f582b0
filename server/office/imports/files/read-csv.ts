import { CsvError, parse } from 'csv-parse/sync';
import { decodeText } from './decode-text.ts';
import { limits } from '#server/office/imports/limits.ts';
import { collectRows, Fault, type Sheet } from './sheet.ts';

/** Signs that are enough to find the separator. */
const HEAD = 64 * 1024;
const separators = [',', ';', '\t'] as const;
/** A record that is longer has an open quote, or more columns than any table. */
const MAX_RECORD = 1_000_000;

/** The separator that the first line with one has most often, outside quoted cells. */
const separatorOf = (text: string): string => {
  const plain = text.slice(0, HEAD).replace(/(^|[,;\t\r\n])"(?:[^"]|"")*"/g, '$1');
  for (const line of plain.split(/\r\n|\n|\r/)) {
    const counts = separators.map((sign) => line.split(sign).length - 1);
    const most = Math.max(...counts);
    if (most >= limits.columns * 10) throw new Fault('tooManyColumns', String(limits.columns));
    if (most > 0) return separators[counts.indexOf(most)]!;
  }
  return ',';
};

/** Throws a Fault. */
export const readCsv = (bytes: Uint8Array): Sheet => {
  const text = decodeText(bytes);
  if (/^\s*[<{%[]/.test(text)) throw new Fault('unknownFormat');
  const { rows, add } = collectRows();
  try {
    parse(text, {
      delimiter: separatorOf(text),
      bom: true,
      relax_column_count: true,
      relax_quotes: true,
      record_delimiter: ['\r\n', '\n', '\r'],
      max_record_size: MAX_RECORD,
      on_record: (row: string[]) => {
        add(row);
        return null;
      },
    });
  } catch (error) {
    if (error instanceof CsvError) throw new Fault('damaged', error.message.slice(0, 120));
    throw error;
  }
  return { name: null, rows };
};
