/** The text of a cell, as people and spreadsheets write it. */
import { dayText, isDay } from '#domain/calendar/days.ts';
import { cleanText } from '#domain/base/text.ts';

const wide = /[\uFF10-\uFF19\uFF21-\uFF3A\uFF41-\uFF5A]/g;
const WIDE_TO_NARROW = 0xfee0;

/** Full-width digits and letters become narrow. Other signs stay: they belong to Chinese names. */
const narrow = (text: string): string =>
  text.replace(wide, (sign) => String.fromCharCode(sign.charCodeAt(0) - WIDE_TO_NARROW));

/** The narrow text without what keeps a spreadsheet from reading a number: `'013…` and `="013…"`. */
export const foldCell = (text: string): string =>
  narrow(cleanText(text))
    .replace(/^="([^"]*)"$/, '$1')
    .replace(/^'(?=[+\d])/, '')
    .trim();

/** Spreadsheets write a number of 12 digits or more like this. */
const LEAST_SCIENTIFIC = 1e11;

/** A long number that a spreadsheet changed, such as 3.30199E+14. Its last digits are lost. */
export const isScientific = (text: string): boolean =>
  /^[+-]?\d+(\.\d+)?[eE]\+?\d{1,3}$/.test(text) && Math.abs(Number(text)) >= LEAST_SCIENTIFIC;

/** What two spellings of a word share: 手机 号 and 手机号, Phone and PHONE. */
export const foldWord = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_\-*:：()[\]]/g, '');

/** Null for a text that is no decimal number. */
export const readNumber = (text: string): number | null => {
  const plain = text.normalize('NFKC').replace(/\s/g, '');
  return /^[+-]?\d+(\.\d+)?$/.test(plain) ? Number(plain) : null;
};

/** The parts of a list in one cell. */
export const readList = (text: string): readonly string[] => [
  ...new Set(text.split(/[\s,;、，；|]+/).filter((part) => part !== '')),
];

const separators = /^(\d{4})(?:[-/.]|年)(\d{1,2})(?:[-/.]|月)(\d{1,2})日?$/;

/** YYYY-MM-DD of a day as people write it: 2026/1/31, 2026年1月31日, 20260131. Null for another text. */
export const readDay = (text: string): string | null => {
  const plain = text.normalize('NFKC').replace(/\s/g, '');
  const [, y, m, d] = separators.exec(plain) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(plain) ?? [];
  const [year, month, day] = [Number(y), Number(m), Number(d)];
  const read = dayText(year, month, day);
  return isDay(read) ? read : null;
};
