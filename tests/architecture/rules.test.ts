import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const numbers = (text: string, pattern: RegExp): readonly string[] =>
  Array.from(text.matchAll(pattern), ([, it]) => it!);
const promised = numbers(readFileSync(join(root, 'docs/protocol.md'), 'utf8'), /^- \*\*\[([A-Z]\d+)\]\*\*/gm);
const tests = readdirSync(join(root, 'tests'), { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.test\.tsx?$/.test(path) && !path.includes('node_modules'))
  .map((path) => readFileSync(join(root, 'tests', path), 'utf8'))
  .join('\n');
const quoted = numbers(tests, /['"`]((?:\[[A-Z]\d+\] )+)/g).flatMap((head) => head.match(/[A-Z]\d+/g) ?? []);

test('every rule of the protocol opens the title of a test', () => {
  expect(promised.length).toBeGreaterThan(40);
  expect(promised.filter((rule) => !quoted.includes(rule))).toEqual([]);
});

test('no test title quotes a rule that is not written', () => {
  expect(quoted.filter((rule) => !promised.includes(rule))).toEqual([]);
});
