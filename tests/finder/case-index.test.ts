import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createCaseIndex } from '#finder/case-index.ts';
import type { IndexedCase } from '#finder/columns.ts';
import { everything, type Bounds } from '#finder/finder.ts';
import { namesOf, type Named } from '#finder/names.ts';
import { indexedCase, sites, steps, type Step } from './arbitrary-cases.ts';
import { plainClusters, plainFind, plainList, plainNeighbours } from './plain-finder.ts';

const WORLD: Bounds = [-180, -90, 180, 90];
const nobody: Named = { kinds: [], places: [], people: [] };

const kept = { does: 'asks', from: 0, to: 20 } as const;

/** The finder and a plain array, told the same. */
const twins = () => {
  const index = createCaseIndex();
  const casesById = new Map<string, IndexedCase>();
  let named = nobody;
  let answers = 0;
  const put = (held: IndexedCase): void => {
    casesById.set(held.case.id, held);
    index.put(held);
  };
  const ask = ({ filter, ...slice }: Extract<Step, { does: 'asks' }>): void => {
    const cases = [...casesById.values()];
    const list = plainList(cases, filter, named);
    answers += list.length;
    expect(index.find(filter, slice)).toEqual(plainFind(cases, filter, named, slice));
    for (const id of [...casesById.keys(), 'nobody'])
      expect(index.neighbours(filter, id)).toEqual(plainNeighbours(cases, filter, named, id));
    const clusters = index.clusters(filter, WORLD, 6);
    const told = clusters.map(({ count, severity, caseId, line }) => ({ count, severity, caseId, line }));
    const plain = plainClusters(list);
    expect(told).toHaveLength(plain.length);
    expect(told).toEqual(expect.arrayContaining(plain));
    const lats = list.flatMap((it) => it.case.position?.lat ?? []);
    const lons = list.flatMap((it) => it.case.position?.lon ?? []);
    expect(index.bounds(filter)).toEqual(
      lats.length === 0 ? null : [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)],
    );
  };
  const play = (step: Step): void => {
    if (step.does === 'puts') put(step.held);
    else if (step.does === 'asks') ask(step);
    else if (step.does === 'renames') {
      named = step.named;
      index.setNames(namesOf(named));
    } else if (step.does === 'removes') expect(index.remove(step.id)).toBe(casesById.delete(step.id));
    else {
      const known = casesById.get(step.id);
      // Kept lists must notice: the same is asked on both sides of it.
      for (const photos of ['missing', ''] as const) ask({ ...kept, filter: { ...everything, photos } });
      if (known) put({ ...known, stored: step.stored });
      for (const photos of ['missing', ''] as const) ask({ ...kept, filter: { ...everything, photos } });
    }
  };
  return { play, answers: () => answers };
};

test('every answer equals what a plain array gives, whatever comes, changes and goes', () => {
  let answers = 0;
  fc.assert(
    fc.property(steps, (story) => {
      const both = twins();
      for (const step of story) both.play(step);
      answers += both.answers();
    }),
    { numRuns: 200 },
  );
  expect(answers).toBeGreaterThan(1000);
});

test('telling the same again changes nothing, telling anything else does', () => {
  fc.assert(
    fc.property(indexedCase, indexedCase, (one, other) => {
      const index = createCaseIndex();
      expect(index.put(one)).toBe(true);
      expect(index.put(structuredClone(one))).toBe(false);
      const next = { ...other, case: { ...other.case, id: one.case.id } };
      const before = [index.find(everything, { from: 0, to: 1 }), index.clusters(everything, WORLD, 20)];
      const isTold = index.put(next);
      const after = [index.find(everything, { from: 0, to: 1 }), index.clusters(everything, WORLD, 20)];
      if (!isTold) expect(after).toEqual(before);
    }),
  );
});

test('thousands of cases keep their places', () => {
  const sample = fc.sample(indexedCase, { numRuns: 3000, seed: 7 });
  const cases = sample.map((held, n) => ({ ...held, case: { ...held.case, id: `case-${n}` } }));
  const index = createCaseIndex();
  for (const held of cases) index.put(held);
  for (let n = 0; n < 3000; n += 3) index.remove(`case-${n}`);
  const left = cases.filter((_, n) => n % 3 !== 0);
  const filter = { ...everything, kind: 'kind:EB01', text: '7' };
  const slice = { from: 0, to: 3000 };
  const plain = plainFind(left, filter, nobody, slice);
  expect(plain.total).toBeGreaterThan(50);
  expect(index.find(filter, slice)).toEqual(plain);
});

const at = (id: string, position: { lat: number; lon: number }, severity: 'major' | 'minor'): IndexedCase => {
  const held = fc.sample(indexedCase, { numRuns: 1, seed: 1 })[0]!;
  const found = { ...position, accuracyMetres: 5, ageMillis: 0, source: 'device' as const };
  return { ...held, case: { ...held.case, id, severity, position: found } };
};

test('a cluster opens at the zoom at which its cases come apart, and nothing outside the bounds is told', () => {
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
