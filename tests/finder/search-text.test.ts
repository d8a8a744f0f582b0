import { expect, test } from 'vitest';
import { caseText, hasWord, wordsOf } from '#finder/search-text.ts';

const spot = { placeId: null, placeName: '', building: '', unit: '', floor: '', detail: '' };
const isFound = (query: string, building: string, description = ''): boolean => {
  const text = caseText({ description, spot: { ...spot, building } });
  return wordsOf(query).every((word) => hasWord(text, word));
};

test.each([
  ['7幢', '7', true],
  ['7幢', '7栋', true],
  ['7幢', '7号楼', true],
  ['7栋', '７幢', true],
  ['７号楼', '7', true],
  ['A座', 'a幢', true],
  ['7幢', '17', false],
  ['7幢', '27栋', false],
  ['7', '17', false],
  ['17', '7', false],
  ['幢', '17', true],
])('search for %s, building %s → found: %s', (query, building, isThere) => {
  expect(isFound(query, building)).toBe(isThere);
});

test('a number in a description → found as a whole number only', () => {
  expect(isFound('12', '', '电话 139 1234')).toBe(false);
  expect(isFound('1234', '', '电话 139 1234')).toBe(true);
});
