import { expect, test } from 'vitest';
import type { Progress } from '#domain/office/messages.ts';
import { isSomethingOpen, steps, stepStates } from '#ui/screens/admin/first-steps/steps.ts';

const empty: Progress = {
  marker: 'grid-patrol',
  serverTime: 0,
  county: null,
  grids: 0,
  units: 0,
  people: 0,
  places: 0,
  devices: 0,
  cases: 0,
  skipped: [],
};
const whole: Progress = {
  ...empty,
  county: { zh: '运河区', en: 'Canal District' },
  grids: 604,
  people: 511,
  places: 7914,
  devices: 498,
  cases: 1,
};
const statesOf = (change: Partial<Progress>) => Object.fromEntries(stepStates({ ...empty, ...change }));

test('[B6c] an empty office → the county is next, all else is open', () => {
  const { county, ...rest } = statesOf({});
  expect(county).toBe('next');
  expect(new Set(Object.values(rest))).toEqual(new Set(['open']));
});

test('[B6c] steps done out of order, others skipped → the first one left is next', () => {
  expect(statesOf({ grids: 6, skipped: ['county', 'labels'] })).toEqual({
    county: 'skipped',
    grids: 'done',
    people: 'next',
    labels: 'skipped',
    phone: 'open',
    report: 'open',
  });
});

test('[B6c] a skipped step that is done later → done', () => {
  expect(statesOf({ places: 2, skipped: ['labels'] })['labels']).toBe('done');
});

test('[B6c] every step done or skipped → nothing is open', () => {
  expect(isSomethingOpen(whole)).toBe(false);
  expect(isSomethingOpen({ ...empty, skipped: steps.map(({ name }) => name) })).toBe(false);
  expect(isSomethingOpen({ ...whole, cases: 0 })).toBe(true);
});
