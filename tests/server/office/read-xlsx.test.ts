import { strToU8, zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { readSheet } from '#server/office/imports/files/read-sheet.ts';
import { numberText } from '#server/office/imports/files/read-xlsx.ts';
import { isScientific } from '#domain/office/tables/cell.ts';
import { claiming, rowsXml, workbook, workbookOfXml } from '#tests/support/data/workbook.ts';

const faultOf = (bytes: Uint8Array): Promise<unknown> =>
  readSheet(bytes).then(
    () => 'read',
    (error: { code?: string }) => error.code ?? error,
  );
const MEGA = 1024 * 1024;

test('[I1c] a workbook, the first sheet with rows → its cells as text with row numbers', async () => {
  const bytes = workbook({
    说明: [],
    名单: [[''], ['姓名', '年'], [], ['李雷', { number: '2027' }]],
  });
  expect(await readSheet(bytes)).toEqual({
    name: '名单',
    rows: [[], ['姓名', '年'], [], ['李雷', '2027']],
  });
});

test.each([
  ['330199001002001', '330199001002001', false],
  ['13800000001', '13800000001', false],
  ['3.30199001002001E+14', '330199001002001', false],
  ['3.30199E+14', '3.30199e+14', true],
  ['330199198001011234', '3.3019919800101126e+17', true],
  ['1.38E+10', '13800000000', false],
  ['120.15000000000001', '120.15', false],
  ['1E-3', '0.001', false],
  ['-5', '-5', false],
  ['5.0', '5', false],
])('[I2a] a numeric cell %s → %s, with lost digits: %s', (raw, text, hasLost) => {
  expect(numberText(raw)).toBe(text);
  expect(isScientific(numberText(raw))).toBe(hasLost);
});

const bomb = () => workbookOfXml(rowsXml([['a']]), { 'xl/sharedStrings.xml': new Uint8Array(100 * MEGA) });

test.each([
  { name: 'a bomb', make: bomb, expected: 'tooLarge' },
  { name: 'a bomb that claims to be small', make: () => claiming(bomb(), 10), expected: 'tooLarge' },
  {
    name: 'parts that claim to be huge',
    make: () => claiming(workbook({ A: [['a']] }), 0xfffffff0),
    expected: 'tooLarge',
  },
  {
    name: 'parts that claim to be small',
    make: () => claiming(workbook({ A: [['a']] }), 1),
    expected: 'read',
  },
  {
    name: 'three thousand parts',
    make: () =>
      zipSync(Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [`${i}.xml`, new Uint8Array(0)]))),
    expected: 'tooLarge',
  },
  {
    name: '10 000 columns',
    make: () => workbook({ A: [Array.from({ length: 10_000 }, () => 'x')] }),
    expected: 'tooManyColumns',
  },
  {
    name: 'a cell far to the right',
    make: () => workbookOfXml('<row r="1"><c r="XFD1"><v>1</v></c></row>'),
    expected: 'tooManyColumns',
  },
  {
    name: 'a cell far down',
    make: () => workbookOfXml('<row r="1048576"><c r="A1048576"><v>1</v></c></row>'),
    expected: 'tooManyRows',
  },
  {
    name: 'a row of any number',
    make: () => workbookOfXml('<row r="99999999999"></row>'),
    expected: 'damaged',
  },
  {
    name: 'millions of empty rows with a style, then nothing',
    make: () =>
      workbookOfXml('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="A1048576" s="0"/></row>'),
    expected: 'read',
  },
  { name: 'no sheet with rows', make: () => workbook({ A: [], B: [] }), expected: 'empty' },
  {
    name: 'a ZIP of something else',
    make: () => zipSync({ 'a.txt': strToU8('a') }),
    expected: 'unknownFormat',
  },
  { name: 'half a file', make: () => workbook({ A: [['a', 'b']] }).subarray(0, 400), expected: 'damaged' },
  {
    name: 'XML that is none',
    make: () => workbookOfXml('<row r="1"><c r="1A"></row></</c>'),
    expected: 'damaged',
  },
  {
    name: 'an encrypted workbook',
    make: () => Buffer.concat([compound, Buffer.from('EncryptedPackage', 'utf16le')]),
    expected: 'encrypted',
  },
  {
    name: 'an old workbook',
    make: () => Buffer.concat([compound, Buffer.from('Workbook', 'utf16le')]),
    expected: 'oldExcel',
  },
  { name: 'no byte', make: () => new Uint8Array(0), expected: 'empty' },
])('[I1d] a workbook, $name → $expected', async ({ make, expected }) => {
  expect(await faultOf(make())).toBe(expected);
});

const compound = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);

test.each([
  { name: 'NUL bytes', make: () => strToU8('name,phone\n\0,1'), expected: 'badEncoding' },
  {
    name: 'bytes of no encoding',
    make: () => Uint8Array.from([0x41, 0x2c, 0xff, 0xff, 0x0a]),
    expected: 'badEncoding',
  },
  { name: 'a page of HTML', make: () => strToU8('<!doctype html><table>'), expected: 'unknownFormat' },
  { name: 'JSON', make: () => strToU8('{"a":1}'), expected: 'unknownFormat' },
  { name: '10 000 columns', make: () => strToU8('x,'.repeat(10_000)), expected: 'tooManyColumns' },
  {
    name: '10 000 columns in the second row',
    make: () => strToU8(`a,b\n${'x,'.repeat(10_000)}`),
    expected: 'tooManyColumns',
  },
  { name: 'two million rows', make: () => strToU8('1,2\n'.repeat(2_000_000)), expected: 'tooManyRows' },
  {
    name: 'a quote that is never closed',
    make: () => strToU8(`a,b\n"${'x'.repeat(7 * MEGA)}`),
    expected: 'damaged',
  },
  {
    name: 'eight million separators',
    make: () => strToU8(`a,b\n"${',"'.repeat(4 * MEGA)}`),
    expected: 'damaged',
  },
])('[I1d] a text, $name → $expected', async ({ make, expected }) => {
  expect(await faultOf(make())).toBe(expected);
});
