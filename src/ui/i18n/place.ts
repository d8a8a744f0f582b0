import { t } from './messages.ts';
import type { Spot } from '#domain/case/spot.ts';

/** A bare number gets its unit: 7 → 7 幢. Other text stays as the person wrote it. */
const withUnit = (part: string, format: (number: string) => string): string =>
  /^[\dA-Za-z-]+$/.test(part) ? format(part) : part;

/** Place, building, unit, floor and detail in one line. */
export const spotLine = ({ placeName, building, unit, floor, detail }: Spot): string => {
  const messages = t().spot;
  return [
    placeName,
    withUnit(building, messages.building),
    withUnit(unit, messages.unit),
    withUnit(floor, messages.floor),
    detail,
  ]
    .filter((part) => part !== '')
    .join(' ');
};
