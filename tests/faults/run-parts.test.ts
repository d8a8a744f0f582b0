import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Part } from './layers.ts';
import { openRunner } from './run-parts.ts';

let folder: string;
beforeEach(() => {
  vi.spyOn(console, 'error').mockImplementation(() => {});
  folder = mkdtempSync(join(tmpdir(), 'grid-patrol-parts-'));
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

const ran: string[] = [];
const partOf = (
  part: string,
  run: Part['run'] = async () => ({ figures: { kills: 1 }, findings: [] }),
  commit = 'abc1234',
): Part => ({
  layer: 'browser',
  part,
  size: 1,
  commit,
  run: () => {
    ran.push(part);
    return run();
  },
});

const open = (plan: readonly Part[], now = plan[0]!.commit) => {
  ran.length = 0;
  return openRunner(join(folder, 'parts.jsonl'), plan, 'any', () => now);
};

test('started again → continues after the parts that are done, also after one with findings', async () => {
  let isBroken = true;
  const flaky = partOf('two', async () => {
    if (isBroken) throw new Error('no browser');
    return { figures: { kills: 1 }, findings: ['a draft is gone'] };
  });
  const plan = [partOf('one'), flaky, partOf('three')];
  const first = open(plan);
  await first.runAll(plan.slice(0, 2));
  expect(ran).toEqual(['one', 'two']);

  isBroken = false;
  const second = open(plan);
  await second.runAll(plan);
  expect(ran).toEqual(['two', 'three']);
  expect(second.lines().map(({ part, figures }) => [part, figures?.['kills']])).toEqual([
    ['one', 1],
    ['two', undefined],
    ['two', 1],
    ['three', 1],
  ]);
  expect(second.lines().flatMap(({ findings }) => findings)).toEqual([
    'browser, two, did not finish: no browser',
    'a draft is gone',
  ]);

  await open(plan).runAll(plan);
  expect(ran).toEqual([]);
  const ofAnother = plan.map((part) => ({ ...part, commit: 'def5678' }));
  await open(ofAnother).runAll(ofAnother);
  expect(ran).toEqual(['one', 'two', 'three']);
});

test('code changed during a part → the part has no result', async () => {
  const plan = [partOf('one')];
  await expect(open(plan, 'def5678').runAll(plan)).rejects.toThrow('the code has changed');
  expect(open(plan).lines()).toEqual([]);
});
