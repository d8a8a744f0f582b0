import { expect, test } from 'vitest';
import { serverMutations } from './mutations-server.ts';
import { syncMutations } from './mutations-sync.ts';
import { timesFound } from './mutations.ts';

const bank = [...syncMutations, ...serverMutations];

test('every bug of the bank can be planted', () => {
  expect(bank.length).toBeGreaterThan(30);
  expect(bank.filter((bug) => timesFound(bug) !== 1).map(({ name, file }) => `${file}: ${name}`)).toEqual([]);
  expect(new Set(bank.map(({ name, command }) => `${name} ${command}`)).size).toBe(bank.length);
});
