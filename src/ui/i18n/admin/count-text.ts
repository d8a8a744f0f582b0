import { intl } from '#ui/i18n/format.ts';

/** 7914 → 7,914. */
export const countText = (count: number): string =>
  intl('count', (locale) => new Intl.NumberFormat(locale)).format(count);
