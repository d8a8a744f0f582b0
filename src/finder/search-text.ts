import type { Case } from '#domain/case/case.ts';

/** One form for what reads alike: full-width digits and letters, ligatures, upper and lower case. */
export const normalise = (text: string): string => text.normalize('NFKC').toLowerCase();

export const wordsOf = (text: string): readonly string[] =>
  normalise(text)
    .split(/\s+/)
    .filter((word) => word !== '');

/** A line for each part, so that no word is found across two of them. */
export const searchText = (parts: readonly string[]): string => normalise(parts.join('\n'));

/** Numbers of a spot as they are said in either language: 7 is found as 7幢 and as building 7. */
const said = (part: string, zh: string, en: string): string => (part === '' ? '' : `${part}${zh} ${en}`);

/** What only this case says; names it shares with others are looked up apart. */
export const caseText = ({ id, description, spot }: Pick<Case, 'id' | 'description' | 'spot'>): string =>
  searchText([
    id,
    description,
    spot.placeName,
    said(spot.building, '幢', 'building'),
    said(spot.unit, '单元', 'unit'),
    said(spot.floor, '层', 'floor'),
    spot.detail,
  ]);
