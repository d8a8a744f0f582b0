import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { pageWith } from '#tests/support/docs/figures-in-docs.ts';
import { isFullRun } from '#tests/support/run/full-run.ts';
import { builtMutations } from './mutations-built.ts';
import { loadedMutations } from './mutations-loaded.ts';
import { bank, plantingFault } from './mutations.ts';
import { ruleTable } from '#tests/faults/tables.ts';

const root = join(import.meta.dirname, '../../..');
const bugs = [...loadedMutations, ...builtMutations];
const protocol = readFileSync(join(root, 'docs/protocol.md'), 'utf8');
const rules = Array.from(protocol.matchAll(/^- \*\*\[([A-Z]\d+[a-z]?)\]\*\*/gm), ([, rule]) => rule!);
const lossRules = rules.filter((rule) => rule.startsWith('D'));

test('every bug of the bank can be planted', () => {
  expect(bank.length).toBeGreaterThan(30);
  expect(bugs.flatMap((bug) => plantingFault(bug) ?? [])).toEqual([]);
  expect(new Set(bank.map(({ name }) => name)).size).toBe(bank.length);
});

const broken = new Set(bugs.flatMap((bug) => bug.rules));
const numberOf = (rule: string) => rule.replace(/[a-z]$/, '');

test('every bug breaks a rule of the protocol, and every number of section D is broken by one', () => {
  expect(bugs.filter((bug) => bug.rules.length === 0).map(({ name }) => name)).toEqual([]);
  expect([...broken].filter((rule) => !rules.includes(rule))).toEqual([]);
  expect(new Set(lossRules.map(numberOf)).size).toBeGreaterThan(10);
  const brokenNumbers = new Set([...broken].map(numberOf));
  expect(lossRules.filter((rule) => !brokenNumbers.has(numberOf(rule)))).toEqual([]);
});

/** A new part gets a bug or a place in this list; a part that gets a bug leaves it. */
const withoutBug = `
  D1b D1c D3a D4c D5c D5f D5g D6b D6d D6e D6f D7a D7c D7e D7g D7h D7i D7j D8b D8c D8e D9c D9e D10a D10c D10d
  D10e D10f D11d D11e D11f D11g D11h D13a D13e D13f D14c D15a D15d D16b D16c D16d D16e D16f D16h D17c
  D17e D17h D18a D18b D18e D18g D19d
`;

test('the parts of section D that no bug breaks are the listed ones', () => {
  expect(lossRules.filter((rule) => !broken.has(rule))).toEqual(withoutBug.trim().split(/\s+/));
});

/** `npx vitest run --project node tests/faults/mutations/mutations.test.ts -u` updates the page. */
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
