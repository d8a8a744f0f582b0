import { describe, expect, test } from 'vitest';
import { doneOf, groupsOf, linesOf, openParts, sumOf, timeLeft, type PartLine } from './parts.ts';
import { readShares } from './simulation.ts';
import { layerTables } from './tables.ts';

const plan = ['one', 'two', 'three'].map((part) => ({ layer: 'power', part, size: 10, commit: 'abc1234' }));

const lineOf = (part: string, changes: Partial<PartLine> = {}): PartLine => ({
  layer: 'power',
  part,
  size: 10,
  at: '2026-11-28T08:00:00Z',
  commit: 'abc1234',
  machine: 'any',
  seconds: 60,
  figures: { images: 10 },
  findings: [],
  ...changes,
});
const namesOf = (parts: readonly { readonly part: string }[]) => parts.map(({ part }) => part);

test('total divided into groups → the last group has the rest', () => {
  expect(groupsOf(25, 10)).toEqual([
    { first: 1, count: 10 },
    { first: 11, count: 10 },
    { first: 21, count: 5 },
  ]);
  expect(groupsOf(20, 10)).toHaveLength(2);
});

describe('which parts run again', () => {
  const left = (...lines: readonly PartLine[]) => namesOf(openParts(plan, lines));

  test('part done, also with findings → not again', () => {
    expect(left()).toEqual(['one', 'two', 'three']);
    expect(left(lineOf('two', { findings: ['a photo is lost'] }))).toEqual(['one', 'three']);
  });

  test('line of another commit or layer → again', () => {
    expect(left(lineOf('one', { commit: 'abc1234 with uncommitted changes' }))).toContain('one');
    expect(left(lineOf('one', { layer: 'browser' }))).toContain('one');
  });

  test('part that did not finish → again', () => {
    expect(left(lineOf('one', { figures: null }))).toContain('one');
    expect(left(lineOf('one', { figures: null }), lineOf('one'))).not.toContain('one');
  });
});

test('several lines of one part, a part of another plan → the last line of each planned part counts', () => {
  const lines = [
    lineOf('two'),
    lineOf('one', { figures: null, findings: ['the server did not start'] }),
    lineOf('one', { figures: { images: 3 } }),
    lineOf('one', { figures: { images: 7 } }),
    lineOf('four', { findings: ['of another plan'] }),
  ];
  const done = doneOf(plan, lines);
  expect(sumOf(done.map(({ figures }) => figures))).toEqual({ images: 17 });
  // Findings of a failed try stay when the next one succeeds.
  expect(linesOf(plan, lines).flatMap(({ findings }) => findings)).toEqual(['the server did not start']);
});

test('figures of the same name → added up', () => {
  expect(sumOf([{ kills: 1, lost: 0 }, { kills: 2, doubled: 1 }, {}])).toEqual({
    kills: 3,
    lost: 0,
    doubled: 1,
  });
});

test('remaining time → from parts of the same layer; layers without any are named', () => {
  const lines = [
    lineOf('one', { seconds: 10 }),
    lineOf('two', { seconds: 50, size: 20 }),
    lineOf('three', { seconds: 9, figures: null }),
  ];
  const browser = { layer: 'browser', part: 'one', size: 10 };
  expect(timeLeft([...plan, browser], lines)).toEqual({ seconds: 60, untimed: new Set(['browser']) });
});

describe('the shares of a simulation', () => {
  const share = (seeds: number) =>
    `SIMULATED {"seeds":${seeds},"failed":0,"steps":7,"saved":2,"happened":{"losePower":1}}\n`;
  const failed = (harm: 'lost' | 'doubled' | 'wrong', error: string) =>
    `stdout | a test\nFAILED ${JSON.stringify({ seed: 3, harm, error, story: ['the {last} of it'] })}\n`;

  test('some seeds failed → figures are added up; each failed seed is a finding of its kind', () => {
    const output = [
      failed('lost', 'seed 3: phone 0: event is lost'),
      share(2),
      failed('doubled', 'seed 5: phone 0: "charging" is reported twice'),
      failed('wrong', 'seed 7: case x is not\nthe fold of its events'),
      failed('wrong', 'seed 9: the page of a captive portal is stored'),
      share(3),
    ].join('');
    const { figures, findings } = readShares(output, false, 5);
    expect(figures).toEqual({
      seeds: 5,
      steps: 14,
      saved: 4,
      'happened losePower': 2,
      lost: 1,
      doubled: 1,
      wrong: 2,
    });
    expect(findings).toHaveLength(4);
    const text = layerTables.simulation(figures);
    expect(text).toContain('| 5 | 1 | 1 | 2 |');
    expect(text).toContain('| server: lost power, and what was not synced | 2 |');
  });

  test('failed for another reason → one finding', () => {
    expect(readShares(share(4), true, 4).findings).toEqual([]);
    expect(readShares(share(4), false, 4).findings).toHaveLength(1);
  });

  test('one share missing → no result; the error shows the output', () => {
    const output = share(2) + failed('lost', 'seed 3: phone 0: event is lost') + 'more\n'.repeat(1000);
    expect(() => readShares(output, false, 4)).toThrow('seed 3: phone 0: event is lost');
  });
});

test('kills on both databases → a row for each', () => {
  const text = layerTables.processes({
    'SQLite server': 60,
    'SQLite lost': 1,
    'PostgreSQL server': 40,
    'PostgreSQL postgres': 41,
    'PostgreSQL doubled': 2,
  });
  expect(text).toContain('| processes, SQLite | `kill -9` of the server | 60 | 1 | 0 | 0 |');
  expect(text).toContain('| 40, 41 | 0 | 2 | 0 |');
});

test('bugs planted → the table shows how many were caught', () => {
  expect(layerTables.mutations({ planted: 38, caught: 37 })).toContain('| 37 of 38 |');
});
