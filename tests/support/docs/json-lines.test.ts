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

test('appended lines, also in a new folder → read again', () => {
  const file = join(folder, 'made/lines.jsonl');
  expect(readLines(file)).toEqual([]);
  appendLine(file, { part: 1 });
  appendLine(file, { part: '二' });
  expect(readLines(file)).toEqual([{ part: 1 }, { part: '二' }]);
  expect(readFileSync(file, 'utf8')).toBe('{"part":1}\n{"part":"二"}\n');
});

test('a cut line → skipped, and only that line', () => {
  const file = join(folder, 'lines.jsonl');
  writeFileSync(file, '{"part":1}\n{"part":2,"fig');
  expect(readLines(file)).toEqual([{ part: 1 }]);
  appendLine(file, { part: 3 });
  expect(readLines(file)).toEqual([{ part: 1 }, { part: 3 }]);
});

test('written lines → replace all lines of the file', () => {
  const file = join(folder, 'made/lines.jsonl');
  writeLines(file, [{ part: 1 }, { part: 2 }]);
  writeLines(file, [{ part: 2 }]);
  appendLine(file, { part: 3 });
  expect(readLines(file)).toEqual([{ part: 2 }, { part: 3 }]);
});
