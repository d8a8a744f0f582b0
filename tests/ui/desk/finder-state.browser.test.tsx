import { createEffect, createRoot, createSignal } from 'solid-js';
import { expect, onTestFinished, test, vi } from 'vitest';
import { MainDb } from '#storage/databases/main-db.ts';
import { applyPullPage } from '#storage/subjects/subjects.ts';
import { createFinder, everything, type CaseFilter, type CaseFinder } from '#ui/state/cases/finder.ts';
import { pullPage } from '#tests/storage/samples.ts';
import { elsewhere, rowOf } from '#tests/finder/pulled-cases.ts';
import { openRoom } from '#tests/ui/harness/person-harness.tsx';

const SOON = { timeout: 10_000, interval: 10 };
const ALL = () => ({ from: 0, to: 100 });

/** A reviewer with these screens, one after the other or together. */
const withFinder = async <T,>(screen: (finder: CaseFinder) => T) => {
  const room = await openRoom('reviewer');
  onTestFinished(() => room.scrap());
  let made: T | undefined;
  room.show(() => {
    made = screen(createFinder(room.state()));
    return null;
  });
  return { room, made: made! };
};

test('a query of the finder, filter or case changes → runs again, and unchanged lines stay the same objects', async () => {
  const [filter, setFilter] = createSignal<CaseFilter>(everything);
  const { room, made } = await withFinder((finder) => ({
    finder,
    found: finder.createFound(filter, ALL),
    clusters: finder.createClusters(
      filter,
      () => [-180, -90, 180, 90],
      () => 3,
    ),
  }));
  const { finder, found, clusters } = made;
  await expect.poll(() => found()?.total, SOON).toBe(0);
  expect(finder.progress()).toBeNull();
  const position = { lat: 30, lon: 120, accuracyMetres: 5, ageMillis: 0, source: 'device' as const };
  const [one, two] = [elsewhere({ reportedAt: 1, position }), elsewhere({ reportedAt: 2, hazard: 'WA01' })];
  await applyPullPage(room.db, pullPage({ reset: true, subjects: [rowOf(1, one)] }));
  await expect.poll(() => found()?.total, SOON).toBe(1);
  await expect.poll(() => clusters(), SOON).toMatchObject([{ caseId: one.id, count: 1 }]);
  const line = found()!.cases[0];
  await applyPullPage(room.db, pullPage({ subjects: [rowOf(2, two)], cursor: 'c2' }));
  await expect.poll(() => found()?.total, SOON).toBe(2);
  expect(found()!.cases[1]).toBe(line);
  setFilter({ ...everything, kind: 'kind:WA01' });
  await expect.poll(() => found()?.cases.map((it) => it.id), SOON).toEqual([two.id]);
  expect(await finder.neighbours(filter(), one.id)).toEqual({ index: -1, before: two.id, after: null });
  expect(await finder.bounds(everything, null)).toEqual([120, 30, 120, 30]);
});

test('a query of the finder, the filter changes fast → an answer to an earlier filter is never shown', async () => {
  const seen: (string | undefined)[] = [];
  const { room, made } = await withFinder((finder) => {
    const [filter, setFilter] = createSignal<CaseFilter>(everything);
    const found = finder.createFound(filter, ALL);
    createEffect(() => seen.push(found()?.cases[0]?.id));
    return { found, setFilter };
  });
  const cases = Array.from({ length: 40 }, (_, at) => elsewhere({ description: `第${at}例` }));
  const subjects = cases.map((subject, at) => rowOf(at + 1, subject));
  await applyPullPage(room.db, pullPage({ reset: true, subjects }));
  await expect.poll(() => made.found()?.total, SOON).toBe(40);
  seen.length = 0;
  for (const { description } of cases) made.setFilter({ ...everything, text: description });
  await expect.poll(() => seen.at(-1), SOON).toBe(cases[39]!.id);
  expect(seen).toEqual([cases[39]!.id]);
});

test('the finder, several screens of one person → one worker, which ends with the person’s state', async () => {
  const ended = vi.spyOn(Worker.prototype, 'terminate');
  onTestFinished(() => ended.mockRestore());
  const { room, made } = await withFinder((finder) => finder);
  await expect.poll(() => made.progress(), SOON).toBeNull();
  createRoot((leaveScreen) => {
    expect(createFinder(room.state())).toBe(made);
    leaveScreen();
  });
  expect(ended).not.toHaveBeenCalled();
  await room.leave();
  expect(ended).toHaveBeenCalledTimes(1);
});

test('the finder, the database cannot be read → the query throws', async () => {
  const id = `p-${crypto.randomUUID()}`;
  const db = new MainDb(id);
  // As a much newer version of the app may leave it: without today's tables.
  const request = indexedDB.open(db.name, 9000);
  await new Promise((resolve) => request.addEventListener('success', resolve));
  request.result.close();
  const person = { id, name: '王强', role: 'reviewer' as const, region: '330199', scope: ['330199'] };
  const found = createRoot((leave) => {
    onTestFinished(leave);
    const finder = createFinder({ db, person: () => person, inPersonScope: (make) => make() });
    return finder.createFound(() => everything, ALL);
  });
  await vi.waitFor(() => expect(found).toThrow(), SOON);
});
