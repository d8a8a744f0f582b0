import { expect, test } from 'vitest';
import { shippedHazardKinds } from '#domain/catalogue/shipped-hazard-kinds.ts';
import { suggestedUnit } from '#domain/catalogue/suggested-unit.ts';

const kind = {
  ...shippedHazardKinds[0]!,
  units: [
    { scope: '330199', unit: 'county' },
    { scope: '330199001002', unit: 'community' },
    { scope: '330199001', unit: 'street' },
  ],
};

test('[B3a] a case in a grid, several rows cover it → the unit of the longest scope', () => {
  expect(suggestedUnit(kind, '330199001002003')).toBe('community');
  expect(suggestedUnit(kind, '330199001009001')).toBe('street');
  expect(suggestedUnit(kind, '330199002001001')).toBe('county');
});

test('[B3a] a case in a grid, no row covers it → no unit', () => {
  expect(suggestedUnit(kind, '330198001002003')).toBeNull();
  expect(suggestedUnit(shippedHazardKinds[0]!, '330199001002003')).toBeNull();
});
