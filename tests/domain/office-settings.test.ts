import * as v from 'valibot';
import { expect, test } from 'vitest';
import type { HazardKind } from '#domain/catalogue/hazard-kinds.ts';
import { shippedHazardKinds } from '#domain/catalogue/shipped-hazard-kinds.ts';
import { officeKinds, type OfficeView } from '#domain/office/office-kinds.ts';
import { settingsSchema, shippedSettings, type Settings } from '#domain/office/settings.ts';

const settings = shippedSettings({ zh: '运河区', en: 'Canal District' });
const view: OfficeView = {
  region: '330199',
  get: (kind, id) =>
    kind === 'hazardKind' ? (shippedHazardKinds.find(({ code }) => code === id) as never) : undefined,
  all: () => [],
};
const problemsOf = (change: Partial<Settings>) =>
  officeKinds.settings.check({ ...settings, ...change }, view);

test('the shipped settings → valid, with the limits of the domain in working minutes', () => {
  expect(v.is(settingsSchema, settings)).toBe(true);
  expect(problemsOf({})).toEqual([]);
  expect(settings.stageLimits).toEqual({ filing: 30, dispatch: 30, signFor: 60, verification: 120 });
});

test('[B4a] working hours, out of order or overlapping → refused', () => {
  const of = (...parts: [from: string, to: string][]) =>
    problemsOf({ workingHours: parts.map(([from, to]) => ({ from, to })) }).map(({ field }) => field);
  expect(of(['08:30', '12:00'], ['13:30', '17:00'])).toEqual([]);
  expect(of(['12:00', '08:30'])).toEqual(['workingHours']);
  expect(of(['08:30', '12:00'], ['11:00', '17:00'])).toEqual(['workingHours']);
});

test('[B4b] the table of approvals, two rows for the same → the second is refused with the first named', () => {
  const [row] = settings.approvals;
  expect(problemsOf({ approvals: [row!, { ...row!, role: 'admin' }] })).toEqual([
    { field: 'approvals.1', code: 'twice', text: '1' },
  ]);
  expect(problemsOf({ approvals: [row!, { ...row!, fromTime: 2 }, { ...row!, hazard: 'EB01' }] })).toEqual(
    [],
  );
});

test('[B4b] the table of approvals, an unknown hazard kind → refused', () => {
  const [row] = settings.approvals;
  expect(problemsOf({ approvals: [{ ...row!, hazard: 'ZZ01' }] })).toEqual([
    { field: 'approvals.0', code: 'unknownHazard', text: 'ZZ01' },
  ]);
});

const [kind] = shippedHazardKinds;
const hazardProblems = (change: Partial<HazardKind>) =>
  officeKinds.hazardKind
    .check(
      { ...kind!, ...change },
      { ...view, get: (of, id) => (of === 'unit' && id === 'u' ? {} : undefined) as never },
    )
    .map(({ field, code }) => [field, code]);

test('[B3d] a hazard kind without words or with a limit that is no whole number → refused', () => {
  expect(hazardProblems({})).toEqual([]);
  expect(hazardProblems({ zh: ' ' })).toEqual([['zh', 'missing']]);
  expect(hazardProblems({ short: { zh: '充电', en: '' } })).toEqual([['short.en', 'missing']]);
  for (const amount of [0, -1, 1.5, 1000])
    expect(hazardProblems({ limit: { amount, unit: 'workingDays' } })).toEqual([
      ['limit.amount', 'badNumber'],
    ]);
});

test('[B3d] suggested units, another county, an unknown unit, a scope twice → refused', () => {
  const of = (...units: HazardKind['units'] & object) => hazardProblems({ units });
  expect(of({ scope: '330199', unit: 'u' }, { scope: '330199001', unit: 'u' })).toEqual([]);
  expect(of({ scope: '330198', unit: 'u' })).toEqual([['units.0', 'otherCounty']]);
  expect(of({ scope: '330199', unit: 'x' })).toEqual([['units.0', 'unknownUnit']]);
  expect(of({ scope: '330199', unit: 'u' }, { scope: '330199', unit: 'u' })).toEqual([['units.1', 'twice']]);
});
