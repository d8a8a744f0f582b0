import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
/** A longer rule has a second promise in it. */
const MAX_WORDS = 40;

const protocol = readFileSync(join(root, 'docs/protocol.md'), 'utf8');
const rules = Array.from(protocol.matchAll(/^- \*\*\[([A-Z]\d+[a-z]?)\]\*\* (.*)$/gm), ([, name, text]) => ({
  name: name!,
  text: text!,
}));
const names = rules.map(({ name }) => name);

const tests = readdirSync(join(root, 'tests'), { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.tsx?$/.test(path) && !path.includes('node_modules'))
  .map((path) => readFileSync(join(root, 'tests', path), 'utf8'))
  .join('\n');
const quoted = Array.from(
  tests.matchAll(/['"`]((?:\[[A-Z]\d+[a-z]?\] )+)/g),
  ([, prefix]) => prefix!,
).flatMap((prefix) => prefix.match(/[A-Z]\d+[a-z]?/g) ?? []);

test('every list item of the protocol → a rule on one line', () => {
  expect(rules.length).toBeGreaterThan(200);
  expect(protocol.match(/^- /gm)).toHaveLength(rules.length);
});

test('every rule of the protocol → at most 40 words', () => {
  const lengths = rules.map(({ name, text }) => ({ name, words: text.split(/\s+/).length }));
  expect(lengths.filter(({ words }) => words > MAX_WORDS)).toEqual([]);
});

test('every rule of the protocol → written once, and without a bare number where it has parts', () => {
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
  const numbersWithParts = new Set(
    names.filter((name) => /[a-z]$/.test(name)).map((name) => name.slice(0, -1)),
  );
  expect(names.filter((name) => numbersWithParts.has(name))).toEqual([]);
});

test('every rule of the protocol → quoted at the start of a test title', () => {
  expect(names.filter((name) => !quoted.includes(name))).toEqual([]);
});

test('every rule that a test title quotes → written in the protocol', () => {
  expect(quoted.filter((name) => !names.includes(name))).toEqual([]);
});
