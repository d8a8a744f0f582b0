import type { Case } from '#domain/case/case.ts';

/** Maps text that looks alike to one form: full-width digits and letters, ligatures, upper and lower case. */
const normalise = (text: string): string => text.normalize('NFKC').toLowerCase();

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
export const caseText = ({ id, description, spot }: Pick<Case, 'id' | 'description' | 'spot'>): string =>
  searchText([
    id,
    description,
    spot.placeName,
    spokenNumber(spot.building, '幢', 'building'),
    spokenNumber(spot.unit, '单元', 'unit'),
    spokenNumber(spot.floor, '层', 'floor'),
    spot.detail,
  ]);
