import { expect, test } from 'vitest';
import type { Run } from './measure-run.ts';
import { planRuns } from './plan.ts';
import { reportOf } from '#tests/bench/sync/report.ts';
import { nameOf, runsLeft, runsOf } from './runs.ts';

const runOf = (changes: Partial<Run> = {}): Run => ({
  contestant: 'product',
  link: 'fast',
  run: 1,
  at: '2026-11-28T08:00:00Z',
  commit: 'abc1234',
  machine: '2 cores',
  reports: 200,
  payload: { texts: 1e6, thumbnails: 4e6, photos: 1e8 },
  isCapped: false,
  wallSeconds: 60,
  lastTextSeconds: 1,
  utilisation: 0.7,
  upBytes: 1.06e8,
  downBytes: 1e6,
  requests: 300,
  cutRequests: 0,
  connections: 6,
  cuts: 0,
  blocked: null,
  peakMegabytes: { browser: 100, pages: 40 },
  cpuSeconds: { browser: 9, pages: 5 },
  lost: 0,
  doubled: 0,
  ...changes,
});

test('another commit, another number of reports → the run is repeated', () => {
  const plan = planRuns(['product', 'bound'], ['fast'], { runs: 2, reports: null });
  const left = (...runs: readonly Run[]) => runsLeft(plan, runs, 'abc1234').map(nameOf);
  expect(left()).toEqual(['product-fast-1', 'bound-fast-1', 'product-fast-2', 'bound-fast-2']);
  expect(left(runOf(), runOf({ contestant: 'bound', run: 2 }))).toEqual(['bound-fast-1', 'product-fast-2']);
  expect(left(runOf({ commit: 'def5678' }))).toContain('product-fast-1');
  expect(left(runOf({ reports: 10 }))).toContain('product-fast-1');
});

test('runs of several commits → those of the requested commit, by default of the newest', () => {
  const [old, newest] = [runOf({ commit: 'def5678' }), runOf({ run: 2 })];
  const runs = [old, runOf(), newest];
  expect(runsOf(runs, 'def5678')).toEqual([old]);
  expect(runsOf(runs)).toEqual([runs[1], newest]);
  expect(runsOf([])).toEqual([]);
});

test('runs with another number of reports → not in the report, which names its commit and number of runs', () => {
  const report = reportOf([
    runOf(),
    runOf({ run: 2, wallSeconds: 70 }),
    runOf({ run: 3, wallSeconds: 62, at: '2026-11-29T00:00:00Z' }),
    runOf({ contestant: 'bound', wallSeconds: 61 }),
    runOf({ reports: 10, wallSeconds: 1 }),
    runOf({ contestant: 'rxdb', link: 'cut', isCapped: true, wallSeconds: 600 }),
  ]);
  expect(report).toContain(
    '2026-11-28 to 2026-11-29, commit abc1234, 2 cores; runs, of this commit alone: 5\n',
  );
  expect(report).toContain('### 20 Mbit/s, 20 ms: 200 reports, 105.0 MB');
  expect(report).toContain('| **Grid Patrol** | 3 | 62 (60–70) |');
  expect(report).toContain('| hand-tuned bound | 1 | 61 |');
  expect(report).toContain('| RxDB | 1 | > 600 |');
  expect(report).toContain('| bytes up ÷ payload | 1.010 | ≤ 1.010 | met |');
  expect(report).toContain('| utilisation, product ÷ bound | 1.000 | ≥ 0.970 | met |');
  expect(report).not.toContain('0.75 Mbit/s');
});
