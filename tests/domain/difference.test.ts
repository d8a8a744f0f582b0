import { expect, test } from 'vitest';
import { differences, listDifference } from '#domain/office/difference.ts';
import { shippedHazardKinds } from '#domain/catalogue/shipped-hazard-kinds.ts';

const kind = shippedHazardKinds[0]!;

test('[B5a] two versions of a row → the fields that differ, with both values', () => {
  const after = { ...kind, severity: 'minor', limit: { ...kind.limit, amount: 8 }, retired: true };
  expect(differences(kind, after)).toEqual([
    { path: 'severity', before: 'major', after: 'minor' },
    { path: 'limit.amount', before: 4, after: 8 },
    { path: 'retired', before: undefined, after: true },
  ]);
  expect(differences(kind, { ...kind })).toEqual([]);
});

test('[B5a] a new row → every field that it has; null and absent are the same', () => {
  expect(differences(null, { code: '330199', name: { zh: '运河区', en: 'Canal' }, phone: null })).toEqual([
    { path: 'code', before: undefined, after: '330199' },
    { path: 'name.zh', before: undefined, after: '运河区' },
    { path: 'name.en', before: undefined, after: 'Canal' },
  ]);
});

test('[B5a] fields that are told whole → one difference', () => {
  const after = { ...kind, limit: { amount: 1, unit: 'workingDays' } };
  expect(differences(kind, after, ['limit'])).toEqual([
    { path: 'limit', before: kind.limit, after: after.limit },
  ]);
});

test('[B5a] lists → compared whole; what was added and removed can be told', () => {
  const [before, after] = [{ off: ['a', 'b'] }, { off: ['b', 'c'] }];
  expect(differences(before, after)).toEqual([{ path: 'off', before: ['a', 'b'], after: ['b', 'c'] }]);
  expect(listDifference(before.off, after.off)).toEqual({ removed: ['a'], added: ['c'] });
});
