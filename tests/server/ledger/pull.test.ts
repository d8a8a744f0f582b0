import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PullAnswer } from '#domain/protocol/pull.ts';
import { PULL_PAGE } from '#domain/protocol/pull.ts';
import { demoAreas, demoPeople, demoUnits } from '#demo/community.ts';
import { demoPlaces } from '#demo/places.ts';
import { openStore, type Store } from '#server/store/store.ts';
import { databaseOf } from '#tests/support/database/database.ts';
import { signIn, takePhoto, type Device } from '#tests/support/clients/device.ts';
import { startTestServer, type TestServer } from '#tests/support/servers/test-server.ts';

let server: TestServer;
let wang: Device;
let zhao: Device;
let chen: Device;
beforeAll(async () => {
  server = await startTestServer();
  wang = await signIn(server.url, 'wang');
  zhao = await signIn(server.url, 'zhao');
  chen = await signIn(server.url, 'chen');
});
afterAll(() => server.end());

const idsOf = (page: Pick<PullAnswer, 'subjects'>) => page.subjects.map((row) => row.subject.id);

/** Changes the stored rows directly, as a restore does. */
const inStore = async <T>(work: (store: Store) => Promise<T>): Promise<T> => {
  const store = await openStore(await databaseOf(server.dataDir));
  try {
    return await work(store);
  } finally {
    await store.close();
  }
};

test('the first pull is a snapshot, then the next pull → only new subjects', async () => {
  const first = await wang.pulls();
  expect(first).toMatchObject({ marker: 'grid-patrol', reset: true, more: false, subjects: [], gone: [] });
  const counts: Record<string, number> = {};
  for (const { kind } of first.reference) counts[kind] = (counts[kind] ?? 0) + 1;
  expect(counts).toEqual({
    hazardKind: 26,
    calendar: 3,
    settings: 1,
    area: demoAreas.length,
    unit: demoUnits.length,
    grid: 6,
    place: demoPlaces.length,
    person: demoPeople.length,
  });
  expect(await wang.pulls(first.cursor)).toMatchObject({
    reset: false,
    more: false,
    reference: [],
    subjects: [],
  });
  const report = await wang.reports();
  await wang.push(report);
  const next = await wang.pulls(first.cursor);
  expect(next).toMatchObject({ reset: false, more: false, reference: [] });
  expect(idsOf(next)).toEqual([report.caseId]);
});

test('[L6] a person gets only visible subjects, five people → by role and scope', async () => {
  const inWangs = await wang.reports();
  await wang.push(inWangs);
  const inZhaos = await zhao.reports();
  await zhao.push(inZhaos);
  const zhou = await signIn(server.url, 'zhou');
  const observed = await zhou.reports({ channel: 'observer', grid: wang.person.scope[0]! });
  await zhou.push(observed);
  const ids = [inWangs, inZhaos, observed].map((report) => report.caseId);
  const seen = async (device: Device) => idsOf(await device.pullsAll()).filter((id) => ids.includes(id));
  expect(await seen(wang)).toEqual([inWangs.caseId, observed.caseId]);
  expect(await seen(zhao)).toEqual([inZhaos.caseId]);
  expect(await seen(chen)).toEqual(ids);
  expect(await seen(zhou)).toEqual([observed.caseId]);
  expect(await seen(await signIn(server.url, 'liu'))).toEqual([]);
});

test('[L5] a subject that left the scope is gone, case moved to another grid → named once; the author keeps it', async () => {
  const report = await zhao.reports({ grid: wang.person.scope[0]! });
  await zhao.push(report);
  const before = await wang.pullsAll();
  expect(idsOf(before)).toContain(report.caseId);
  const authorBefore = await zhao.pullsAll();
  expect(await zhao.push(await zhao.resubmits(report, { grid: zhao.person.scope[0]! }))).toMatchObject({
    verdict: 'applied',
  });
  const gone = [{ kind: 'case', id: report.caseId }];
  const after = await wang.pulls(before.cursor);
  expect(after).toMatchObject({ reset: false, gone });
  expect(idsOf(after)).not.toContain(report.caseId);
  expect((await wang.pulls(after.cursor)).gone).toEqual([]);
  const atAuthor = await zhao.pulls(authorBefore.cursor);
  expect(atAuthor.gone).toEqual([]);
  expect(idsOf(atAuthor)).toContain(report.caseId);
  expect((await wang.pullsAll()).gone).toEqual([]);
});

test('[L5] a subject that left the scope is gone, it changed again on a later page → named once', async () => {
  const report = await zhao.reports({ grid: wang.person.scope[0]! });
  await zhao.push(report);
  const before = await wang.pullsAll();
  await zhao.push(await zhao.resubmits(report, { grid: zhao.person.scope[0]! }));
  for (let i = 0; i < 11; i++)
    await zhao.pushes(
      ...(await Promise.all(Array.from({ length: 50 }, () => zhao.reports({ grid: wang.person.scope[0]! })))),
    );
  await zhao.push(await zhao.notes(report.caseId, 'moves to the end of the feed'));
  const first = await wang.pulls(before.cursor);
  expect(first.more).toBe(true);
  const rest = await wang.pullsAll(first.cursor);
  expect([...first.gone, ...rest.gone]).toEqual([{ kind: 'case', id: report.caseId }]);
  expect(first.subjects.length + rest.subjects.length).toBe(550);
});

test('[L1] a pull has pages, long feed → every subject once, in order of seq', async () => {
  const all = idsOf(await chen.pullsAll());
  expect(all.length).toBeGreaterThan(PULL_PAGE);
  expect(new Set(all).size).toBe(all.length);
  const first = await chen.pulls();
  expect(first.subjects.length + first.reference.length).toBeLessThanOrEqual(PULL_PAGE);
  expect(JSON.stringify(first).length).toBeLessThan(300 * 1024);
  expect(first).toMatchObject({ reset: true, more: true });
  const second = await chen.pulls(first.cursor);
  expect(second.reset).toBe(false);
  const seqs = [...first.subjects, ...second.subjects].map((row) => row.seq);
  expect(seqs).toEqual([...seqs].sort((a, b) => a - b));
});

test('pages are compressed, client accepts gzip → gzip', async () => {
  const response = await chen.request('/api/sync/pull', { headers: { 'accept-encoding': 'gzip' } });
  expect(response.headers.get('content-encoding')).toBe('gzip');
});

test('[L7a] [L7b] a durable photo is a change, thumbnail then photo → `stored` thumbnail, then complete', async () => {
  const photo = takePhoto();
  const report = await wang.reports({ photos: [photo] });
  await wang.push(report);
  const { sha256 } = photo.manifest;
  let page = await chen.pullsAll();
  const storedNow = async () => {
    page = await chen.pullsAll(page.cursor);
    return page.subjects.map((row) => [row.subject.id, row.stored]);
  };
  expect(page.subjects.find((row) => row.subject.id === report.caseId)?.stored).toEqual({});
  await wang.sendsThumbnails([photo]);
  expect(await storedNow()).toEqual([[report.caseId, { [sha256]: 'thumbnail' }]]);
  await wang.sendsPhoto(photo);
  expect(await storedNow()).toEqual([[report.caseId, { [sha256]: 'complete' }]]);
  await wang.sendsPhoto(photo);
  await wang.sendsThumbnails([photo]);
  expect(await storedNow()).toEqual([]);
});

test('[L2a] [L2b] an invalid cursor resets the pull, foreign or of another history → snapshot', async () => {
  const page = await wang.pullsAll();
  const { seq, mark, scope } = JSON.parse(Buffer.from(page.cursor, 'base64url').toString()) as Record<
    string,
    unknown
  >;
  const forge = (changes: object) =>
    Buffer.from(JSON.stringify({ seq, mark, scope, ...changes })).toString('base64url');
  expect((await wang.pulls(forge({}))).reset).toBe(false);
  const strange = [
    'rubbish',
    'bnVsbA',
    forge({ mark: 'other' }),
    forge({ seq: 1 }),
    forge({ seq: (seq as number) + 5 }),
    forge({ seq: -1 }),
    forge({ seq: 1e300 }),
  ];
  for (const cursor of strange) expect((await wang.pulls(cursor)).reset).toBe(true);
  expect((await chen.pulls(page.cursor)).reset).toBe(true);
});

test('[L2b] a restored server resets the pull, even at the same seq → snapshot', async () => {
  const backup = await inStore((store) =>
    store.read.selectFrom('regions').selectAll().executeTakeFirstOrThrow(),
  );
  await wang.push(await wang.reports());
  const { cursor } = await wang.pullsAll();
  await inStore(async ({ write }) => {
    await write.updateTable('regions').set({ seq: backup.seq, mark: backup.mark }).execute();
    await write.deleteFrom('changes').where('seq', '>', backup.seq).execute();
    await write.deleteFrom('subjects').where('seq', '>', backup.seq).execute();
  });
  expect((await wang.pulls(cursor)).reset).toBe(true);
  await wang.push(await wang.reports());
  expect((await wang.pulls(cursor)).reset).toBe(true);
});

test('[L1] a page has a maximum of rows, many small subjects → the rest comes with the next page', async () => {
  const { cursor } = await wang.pullsAll();
  const count = PULL_PAGE + 100;
  await inStore(async ({ write }) => {
    const { region, seq } = await write.selectFrom('regions').selectAll().executeTakeFirstOrThrow();
    const refs = Array.from({ length: count }, (_, i) => ({ seq: seq + i + 1, id: randomUUID() }));
    const audience = JSON.stringify({ gridScope: wang.person.scope[0], people: [] });
    const body = (id: string) => JSON.stringify({ kind: 'case', id, photos: [], timeline: [] });
    const kind = 'case' as const;
    const subjects = refs.map((ref) => ({ region, kind, ...ref, audience, body: body(ref.id) }));
    await write.insertInto('subjects').values(subjects).execute();
    const rest = { subject_kind: kind, audience_before: null };
    const changes = refs.map(({ seq: at, id }) => ({ region, seq: at, mark: id, subject_id: id, ...rest }));
    await write.insertInto('changes').values(changes).execute();
    const { seq: last, id: mark } = refs.at(-1)!;
    await write.updateTable('regions').set({ seq: last, mark }).execute();
  });
  const first = await wang.pulls(cursor);
  expect([first.subjects.length, first.more]).toEqual([PULL_PAGE, true]);
  expect((await wang.pullsAll(first.cursor)).subjects).toHaveLength(100);
});

test('[L2b] the scope is part of the cursor, grids changed → snapshot', async () => {
  const { cursor } = await wang.pullsAll();
  await inStore(({ write }) =>
    write
      .updateTable('people')
      .set({ scope: JSON.stringify(zhao.person.scope) })
      .where('id', '=', wang.person.id)
      .execute(),
  );
  expect((await wang.pulls(cursor)).reset).toBe(true);
});
