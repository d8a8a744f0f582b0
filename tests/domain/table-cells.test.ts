import { expect, test } from 'vitest';
import { foldCell, isScientific, readDay, readList, readNumber } from '#domain/office/tables/cell.ts';

test.each([
  ['　１３８００００　', '1380000'],
  ['Ａ１ｂ', 'A1b'],
  ['幸福小区（一期）', '幸福小区（一期）'],
  ["'0138", '0138'],
  ['="330199001002001"', '330199001002001'],
  ["'s", "'s"],
  ['a\0b', 'ab'],
])('[I2b] a cell %j → %j', (text, folded) => {
  expect(foldCell(text)).toBe(folded);
});

test.each([
  ['3.30199E+14', true],
  ['1.38e11', true],
  ['3E8', false],
  ['330199001002001', false],
  ['E+14', false],
])('[I2a] the text %s is a number that a spreadsheet changed → %s', (text, expected) => {
  expect(isScientific(text)).toBe(expected);
});

test.each([
  ['2026-12-31', '2026-12-31'],
  ['2026/1/5', '2026-01-05'],
  ['2026年2月28日', '2026-02-28'],
  ['20240229', '2024-02-29'],
  ['２０２６．３．１', '2026-03-01'],
  ['2026-02-29', null],
  ['2026-13-01', null],
  ['31.12.2026', null],
  ['', null],
])('a day, %j → %s', (text, day) => {
  expect(readDay(text)).toBe(day);
});

test('numbers and lists, as people write them → read, or null', () => {
  expect(['１２０．５', ' -3 ', '1,5', 'x', '', '1e5'].map(readNumber)).toEqual([
    120.5,
    -3,
    null,
    null,
    null,
    null,
  ]);
  expect(readList('a、b，c; a  d')).toEqual(['a', 'b', 'c', 'd']);
});
