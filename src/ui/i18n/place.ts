import { t } from './messages.ts';
import type { Spot } from '#domain/case/spot.ts';

/** A bare number gets its word: 7 → 7 幢. What the person wrote in words stays as written. */
const withWord = (part: string, word: (number: string) => string): string =>
  /^[\dA-Za-z-]+$/.test(part) ? word(part) : part;

/** Place, building, unit, floor and spot in one line, as said aloud. */
export const spotLine = ({ placeName, building, unit, floor, detail }: Spot): string => {
  const messages = t().spot;
  return [
    placeName,
    withWord(building, messages.building),
    withWord(unit, messages.unit),
    withWord(floor, messages.floor),
    detail,
  ]
    .filter((part) => part !== '')
    .join(' ');
};
