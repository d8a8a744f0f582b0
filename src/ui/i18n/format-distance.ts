/** Not in format.ts, which is part of the first load. */
import { intl } from './format.ts';

const inUnit = (value: number, unit: 'meter' | 'kilometer', digits: number): string =>
  intl(
    unit,
    (locale) =>
      new Intl.NumberFormat(locale, {
        style: 'unit',
        unit,
        unitDisplay: 'short',
        maximumFractionDigits: digits,
      }),
  ).format(value);

export const metres = (value: number): string =>
  value < 1000 ? inUnit(Math.round(value), 'meter', 0) : inUnit(value / 1000, 'kilometer', 1);

/** Five decimals are about a metre. */
export const degrees = ({ lat, lon }: { lat: number; lon: number }): string =>
  `${lat.toFixed(5)}, ${lon.toFixed(5)}`;
