import type { Case } from '#domain/case/case.ts';

/** 7栋, 7号楼 and 7座 name the same building as 7幢. */
const buildingWords = /([\da-z一二三四五六七八九十])\s*(?:栋|棟|号楼|座)/g;

/**
 * Maps text that looks alike or means the same to one form: full-width digits and letters, ligatures, upper and lower case,
 * the words for a building.
 */
const normalise = (text: string): string =>
  text.normalize('NFKC').toLowerCase().replaceAll(buildingWords, '$1幢');

const isDigit = (text: string, at: number): boolean =>
  text[at] !== undefined && text[at] >= '0' && text[at] <= '9';

/** Whether the text has the word. A number at either end of the word must be a whole number: 7幢 is not in 17幢. */
export const hasWord = (text: string, word: string): boolean => {
  const beginsWithDigit = isDigit(word, 0);
  const endsWithDigit = isDigit(word, word.length - 1);
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const isCut =
      (beginsWithDigit && isDigit(text, at - 1)) || (endsWithDigit && isDigit(text, at + word.length));
    if (!isCut) return true;
  }
  return false;
};

/** Fewer characters are found in nearly every id. */
const SHORTEST_OF_ID = 6;
export const isPartOfId = (id: string, word: string): boolean =>
  word.length >= SHORTEST_OF_ID && id.includes(word);

export const wordsOf = (text: string): readonly string[] =>
  normalise(text)
    .split(/\s+/)
    .filter((word) => word !== '');

/** One line for each part, so that no word matches across two parts. */
export const searchText = (parts: readonly string[]): string => normalise(parts.join('\n'));

/** Numbers of a spot as they are spoken in either language: 7 is found as 7幢 and as building 7. */
const spokenNumber = (part: string, zh: string, en: string): string =>
  part === '' ? '' : `${part}${zh} ${en}`;

/** Text of this case alone. Names that it shares with other cases are searched separately. */
export const caseText = ({ description, spot }: Pick<Case, 'description' | 'spot'>): string =>
  searchText([
    description,
    spot.placeName,
    spokenNumber(spot.building, '幢', 'building'),
    spokenNumber(spot.unit, '单元', 'unit'),
    spokenNumber(spot.floor, '层', 'floor'),
    spot.detail,
  ]);
