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

test('every list item of the protocol is a rule on one line', () => {
  expect(rules.length).toBeGreaterThan(200);
  expect(protocol.match(/^- /gm)).toHaveLength(rules.length);
});

test('every rule has at most 40 words', () => {
  const lengths = rules.map(({ name, text }) => ({ name, words: text.split(/\s+/).length }));
  expect(lengths.filter(({ words }) => words > MAX_WORDS)).toEqual([]);
});

test('every rule is written once, and a rule with parts has no bare number', () => {
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
  const numbersWithParts = new Set(
    names.filter((name) => /[a-z]$/.test(name)).map((name) => name.slice(0, -1)),
  );
  expect(names.filter((name) => numbersWithParts.has(name))).toEqual([]);
});

test('every rule of the protocol opens the title of a test', () => {
  expect(names.filter((name) => !quoted.includes(name))).toEqual([]);
});

test('no test title quotes a rule that is not written', () => {
  expect(quoted.filter((name) => !names.includes(name))).toEqual([]);
});
