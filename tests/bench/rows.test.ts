import { expect, test } from 'vitest';
import { row, rowsTable } from './rows.ts';

const measured = { median: 1.502, lowest: 0.8, highest: 2 };

test('figure with a goal → its median is compared with the goal', () => {
  expect(row('save', measured, { goal: { atMost: 1.5 } })).toEqual({
    figure: 'save',
    value: '1.50 (0.80–2.00)',
    goal: '≤ 1.50',
    isMet: false,
  });
  expect(row('save', measured, { goal: { atLeast: 1.5 } })).toMatchObject({ goal: '≥ 1.50', isMet: true });
  expect(row('size', 60, { digits: 1, goal: { atMost: 60 } })).toMatchObject({ value: '60.0', isMet: true });
  expect(row('millis', 12.34, { digits: 1 })).toEqual({ figure: 'millis', value: '12.3' });
});

test('goal met, goal not met, no goal → the table shows which', () => {
  expect(
    rowsTable([
      { figure: 'a', value: '1', goal: '≤ 2', isMet: true },
      { figure: 'b', value: '3', goal: '≤ 2', isMet: false },
      { figure: 'c', value: '4' },
    ]).split('\n'),
  ).toEqual([
    '| figure | median (range) | goal |  |',
    '| --- | --- | --- | --- |',
    '| a | 1 | ≤ 2 | met |',
    '| b | 3 | ≤ 2 | **not met** |',
    '| c | 4 | – |  |',
  ]);
});
