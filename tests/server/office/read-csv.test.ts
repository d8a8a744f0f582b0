import { stringify } from 'csv-stringify/sync';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { isStorableText } from '#domain/base/text.ts';
import { readSheet } from '#server/office/imports/files/read-sheet.ts';
import { encodeGb18030 } from '#tests/support/data/gb18030.ts';
import { isFullRun } from '#tests/support/run/full-run.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const utf16 = (text: string, isBig: boolean): Uint8Array => {
  const bytes = Buffer.from(`\uFEFF${text}`, 'utf16le');
  return isBig ? bytes.swap16() : bytes;
};

const encodings = {
  'UTF-8': bytesOf,
  'UTF-8 with a byte order mark': (text: string) => bytesOf(`\uFEFF${text}`),
  'UTF-16LE': (text: string) => utf16(text, false),
  'UTF-16BE': (text: string) => utf16(text, true),
  GB18030: encodeGb18030,
} as const;
type Encoding = keyof typeof encodings;

const rowsOf = async (bytes: Uint8Array) => (await readSheet(bytes)).rows;
/** Null for signs that the encoding lacks. */
const encode = (encoding: Encoding, text: string): Uint8Array | null => {
  try {
    return encodings[encoding](text);
  } catch {
    return null;
  }
};
const isValidUtf8 = (bytes: Uint8Array): boolean => {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
};

const withoutEmptyEnd = (row: readonly string[]) =>
  row.slice(0, row.findLastIndex((cell) => cell.trim() !== '') + 1);
const withoutEmptyRows = (rows: readonly (readonly string[])[]) =>
  rows.map(withoutEmptyEnd).slice(0, rows.findLastIndex((row) => withoutEmptyEnd(row).length > 0) + 1);

const sign = fc.oneof(
  fc.constantFrom(',', ';', '\t', '"', '\n', '\r\n', '\r', ' ', '网', '格', '一', '（', 'é', '𠮷', '1'),
  fc.string({ unit: 'grapheme', maxLength: 1 }),
);
const cell = fc.array(sign, { maxLength: 6 }).map((signs) => signs.join(''));
const anyRows = fc
  .array(fc.array(cell.filter(isStorableText), { minLength: 2, maxLength: 5 }), {
    minLength: 1,
    maxLength: 8,
  })
  .filter((rows) => rows.some((row) => withoutEmptyEnd(row).length > 0));

test('[I1a] any table as CSV, each encoding, separator and line end → the same rows and cells', async () => {
  await fc.assert(
    fc.asyncProperty(
      anyRows,
      fc.constantFrom(...(Object.keys(encodings) as Encoding[])),
      fc.constantFrom(',', ';', '\t'),
      fc.constantFrom('\n', '\r\n', '\r'),
      async (rows, encoding, delimiter, record_delimiter) => {
        const text = stringify(rows, { delimiter, record_delimiter, quoted: true });
        const bytes = encode(encoding, text);
        // The reader takes valid UTF-8 for UTF-8: a few short texts in GB18030 look like it.
        fc.pre(
          bytes !== null && !(encoding === 'GB18030' && !/^[\0-\x7F]*$/.test(text) && isValidUtf8(bytes)),
        );
        expect(withoutEmptyRows(await rowsOf(bytes!))).toEqual(withoutEmptyRows(rows));
      },
    ),
    { numRuns: isFullRun ? 3000 : 400 },
  );
});

test('[I1a] a list that Excel in China saved, GB18030 without quotes → its words', async () => {
  const text = '姓名,手机,网格\r\n张𠮷,13800000001,330199001002001\r\n李雷,,"一,二"\r\n';
  expect(await rowsOf(encodeGb18030(text))).toEqual([
    ['姓名', '手机', '网格'],
    ['张𠮷', '13800000001', '330199001002001'],
    ['李雷', '', '一,二'],
  ]);
});

test('[I1b] empty lines and cells with line breaks → the row numbers of a spreadsheet', async () => {
  expect(await rowsOf(bytesOf('a,b\n\n"x\ny",2\n'))).toEqual([['a', 'b'], [], ['x\ny', '2']]);
});

test('[I1d] any bytes → rows, or a fault in words', async () => {
  const heads = ['', 'PK\x03\x04', '\xD0\xCF\x11\xE0', '\xFF\xFE', 'a,b\n', '"'];
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...heads), fc.uint8Array({ maxLength: 400 }), async (head, rest) => {
      const bytes = Buffer.concat([Buffer.from(head, 'latin1'), rest]);
      const outcome = await readSheet(bytes).then(
        () => 'rows',
        (error: Error) => error.constructor.name,
      );
      expect(['rows', 'Fault']).toContain(outcome);
    }),
    { numRuns: isFullRun ? 5000 : 500 },
  );
});
