import { expect, test } from 'vitest';
import { serverMutations } from './mutations-server.ts';
import { syncMutations } from './mutations-sync.ts';
import { bank, timesFound } from './mutations.ts';

test('every bug of the bank can be planted', () => {
  expect(bank.length).toBeGreaterThan(30);
  const bugs = [...syncMutations, ...serverMutations];
  expect(bugs.filter((bug) => timesFound(bug) !== 1).map(({ name, file }) => `${file}: ${name}`)).toEqual([]);
  expect(new Set(bank.map(({ name }) => name)).size).toBe(bank.length);
});
