import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { appendLine, readLines, writeLines } from './json-lines.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'grid-patrol-lines-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('what was appended is read again, from a folder that was not there', () => {
  const file = join(folder, 'made/lines.jsonl');
  expect(readLines(file)).toEqual([]);
  appendLine(file, { part: 1 });
  appendLine(file, { part: '二' });
  expect(readLines(file)).toEqual([{ part: 1 }, { part: '二' }]);
  expect(readFileSync(file, 'utf8')).toBe('{"part":1}\n{"part":"二"}\n');
});

test('a line that was cut costs that line alone', () => {
  const file = join(folder, 'lines.jsonl');
  writeFileSync(file, '{"part":1}\n{"part":2,"fig');
  expect(readLines(file)).toEqual([{ part: 1 }]);
  appendLine(file, { part: 3 });
  expect(readLines(file)).toEqual([{ part: 1 }, { part: 3 }]);
});

test('lines take the place of all that were there', () => {
  const file = join(folder, 'made/lines.jsonl');
  writeLines(file, [{ part: 1 }, { part: 2 }]);
  writeLines(file, [{ part: 2 }]);
  appendLine(file, { part: 3 });
  expect(readLines(file)).toEqual([{ part: 2 }, { part: 3 }]);
});
