import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createCaseIndex } from '#finder/case-index.ts';
import type { IndexedCase } from '#finder/columns.ts';
import { everything, type Bounds } from '#finder/finder.ts';
import { namesOf, type Named } from '#finder/names.ts';
import { indexedCase, sites, steps, type Step } from './arbitrary-cases.ts';
import { plainClusters, plainFind, plainList, plainNeighbours } from './plain-finder.ts';

const WORLD: Bounds = [-180, -90, 180, 90];
const noNames: Named = { kinds: [], places: [], people: [], grids: [] };

const firstRows = { does: 'asks', from: 0, to: 20 } as const;

/** Gives the same cases to the finder's index and to a plain array, and compares their answers. */
const createComparison = () => {
  const index = createCaseIndex();
  const casesById = new Map<string, IndexedCase>();
  let named = noNames;
  let answers = 0;
  const put = (indexed: IndexedCase): void => {
    casesById.set(indexed.case.id, indexed);
    index.put(indexed);
  };
  const ask = ({ filter, ...slice }: Extract<Step, { does: 'asks' }>): void => {
    const cases = [...casesById.values()];
    const list = plainList(cases, filter, named);
    answers += list.length;
    expect(index.find(filter, slice)).toEqual(plainFind(cases, filter, named, slice));
    for (const id of [...casesById.keys(), 'unknown'])
      expect(index.neighbours(filter, id)).toEqual(plainNeighbours(cases, filter, named, id));
    const clusters = index.clusters(filter, WORLD, 6);
    const actual = clusters.map(({ count, severity, caseId, line }) => ({ count, severity, caseId, line }));
    const plain = plainClusters(list);
    expect(actual).toHaveLength(plain.length);
    expect(actual).toEqual(expect.arrayContaining(plain));
    const lats = list.flatMap((it) => it.case.position?.lat ?? []);
    const lons = list.flatMap((it) => it.case.position?.lon ?? []);
    expect(index.bounds(filter)).toEqual(
      lats.length === 0 ? null : [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)],
    );
  };
  const play = (step: Step): void => {
    if (step.does === 'puts') put(step.indexed);
    else if (step.does === 'asks') ask(step);
    else if (step.does === 'renames') {
      named = step.named;
      index.setNames(namesOf(named));
    } else if (step.does === 'removes') expect(index.remove(step.id)).toBe(casesById.delete(step.id));
    else {
      const known = casesById.get(step.id);
      // Cached lists must be invalidated: the same query runs before and after.
      for (const photos of ['missing', ''] as const) ask({ ...firstRows, filter: { ...everything, photos } });
      if (known) put({ ...known, stored: step.stored });
      for (const photos of ['missing', ''] as const) ask({ ...firstRows, filter: { ...everything, photos } });
    }
  };
  return { play, answers: () => answers };
};

test('case index, random changes → every answer equals the answer from a plain array', () => {
  let answers = 0;
  fc.assert(
    fc.property(steps, (story) => {
      const both = createComparison();
      for (const step of story) both.play(step);
      answers += both.answers();
    }),
    { numRuns: 200 },
  );
  expect(answers).toBeGreaterThan(1000);
});

test('put, same case again → false; after any change of an answer → true', () => {
  fc.assert(
    fc.property(indexedCase, indexedCase, (one, other) => {
      const index = createCaseIndex();
      expect(index.put(one)).toBe(true);
      expect(index.put(structuredClone(one))).toBe(false);
      const next = { ...other, case: { ...other.case, id: one.case.id } };
      const before = [index.find(everything, { from: 0, to: 1 }), index.clusters(everything, WORLD, 20)];
      const isChanged = index.put(next);
      const after = [index.find(everything, { from: 0, to: 1 }), index.clusters(everything, WORLD, 20)];
      if (!isChanged) expect(after).toEqual(before);
    }),
  );
});

test('case index, thousands of cases and removals → keeps the right rows', () => {
  const sample = fc.sample(indexedCase, { numRuns: 3000, seed: 7 });
  const cases = sample.map((indexed, n) => ({ ...indexed, case: { ...indexed.case, id: `case-${n}` } }));
  const index = createCaseIndex();
  for (const indexed of cases) index.put(indexed);
  for (let n = 0; n < 3000; n += 3) index.remove(`case-${n}`);
  const remaining = cases.filter((_, n) => n % 3 !== 0);
  const filter = { ...everything, kind: 'kind:EB01', text: '7' };
  const slice = { from: 0, to: 3000 };
  const plain = plainFind(remaining, filter, noNames, slice);
  expect(plain.total).toBeGreaterThan(50);
  expect(index.find(filter, slice)).toEqual(plain);
});

const at = (id: string, position: { lat: number; lon: number }, severity: 'major' | 'minor'): IndexedCase => {
  const indexed = fc.sample(indexedCase, { numRuns: 1, seed: 1 })[0]!;
  const found = { ...position, accuracyMetres: 5, ageMillis: 0, source: 'device' as const };
  return { ...indexed, case: { ...indexed.case, id, severity, position: found } };
};

test('bounds, one case far outside the area → the others; all outside → all', () => {
  const index = createCaseIndex();
  index.put(at('a', { lat: 30.27, lon: 120.15 }, 'minor'));
  index.put(at('b', { lat: 30.28, lon: 120.16 }, 'minor'));
  index.put(at('c', { lat: 31.2, lon: 121.5 }, 'minor'));
  expect(index.bounds(everything, [120, 30, 121, 31])).toEqual([120.15, 30.27, 120.16, 30.28]);
  expect(index.bounds(everything, [0, 0, 1, 1])).toEqual([120.15, 30.27, 121.5, 31.2]);
  expect(index.bounds(everything)).toEqual([120.15, 30.27, 121.5, 31.2]);
});

test('cluster → splits at `opensAtZoom`; cases outside the bounds are not returned', () => {
  const index = createCaseIndex();
  const [home] = sites;
  index.put(at('a', home!, 'minor'));
  index.put(at('b', { ...home!, lon: home!.lon + 0.001 }, 'major'));
  index.put(at('c', sites[2]!, 'minor'));
  const around: Bounds = [120, 30, 121, 31];
  const [cluster, ...rest] = index.clusters(everything, around, 8);
  expect(rest).toEqual([]);
  expect(cluster).toMatchObject({ count: 2, severity: 'major', caseId: null });
  const opens = cluster!.opensAtZoom!;
  expect(index.clusters(everything, around, opens - 1)).toHaveLength(1);
  expect(
    index
      .clusters(everything, around, opens)
      .map((it) => it.caseId)
      .sort(),
  ).toEqual(['a', 'b']);
  expect(index.clusters(everything, WORLD, opens)).toHaveLength(3);
});
