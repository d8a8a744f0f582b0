import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { pageWith } from '#tests/support/docs/figures-in-docs.ts';
import { isFullRun } from '#tests/support/run/full-run.ts';
import { builtMutations } from './mutations-built.ts';
import { loadedMutations } from './mutations-loaded.ts';
import { bank, plantingFault } from './mutations.ts';
import { ruleTable } from './tables.ts';

const root = join(import.meta.dirname, '../..');
const bugs = [...loadedMutations, ...builtMutations];
const protocol = readFileSync(join(root, 'docs/protocol.md'), 'utf8');
const rules = Array.from(protocol.matchAll(/^- \*\*\[([A-Z]\d+)\]\*\*/gm), ([, rule]) => rule!);
const lossRules = rules.filter((rule) => rule.startsWith('D'));

test('every bug of the bank can be planted', () => {
  expect(bank.length).toBeGreaterThan(30);
  expect(bugs.flatMap((bug) => plantingFault(bug) ?? [])).toEqual([]);
  expect(new Set(bank.map(({ name }) => name)).size).toBe(bank.length);
});

test('every bug breaks a rule of the protocol, and every rule of section D has a bug', () => {
  expect(bugs.filter((bug) => bug.rules.length === 0).map(({ name }) => name)).toEqual([]);
  const broken = new Set(bugs.flatMap((bug) => bug.rules));
  expect([...broken].filter((rule) => !rules.includes(rule))).toEqual([]);
  expect(lossRules.length).toBeGreaterThan(10);
  expect(lossRules.filter((rule) => !broken.has(rule))).toEqual([]);
});

/** `npx vitest run --project node tests/faults/mutations.test.ts -u` updates the page. */
test('docs/reliability.md lists the bugs of each rule in section D', async () => {
  const page = join(root, 'docs/reliability.md');
  await expect(await pageWith(page, 'bugs', ruleTable(lossRules, bugs))).toMatchFileSnapshot(page);
});

/** One for each project and layer, in CI only; `npm run faults -- mutations` plants all bugs. */
const short = [
  'loaded: a photo is deleted from the phone after the answer to its upload',
  'loaded: an event offered again is still shown as complete',
  'loaded: the last of two decisions wins',
  'loaded: known heads are not sent',
  'loaded: a crash leaves half a migration',
];

describe.runIf(isFullRun)('planted, it is caught', () => {
  test.concurrent.each(short)('%s', { timeout: 120_000 }, async (name) => {
    expect(await bank.find((bug) => bug.name === name)!.isCaught()).toBe(true);
  });
});
