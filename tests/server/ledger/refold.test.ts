import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Case } from '#domain/case/case.ts';
import { foldVersionOf } from '#domain/subjects.ts';
import { refoldOlder } from '#server/ledger/refold.ts';
import { openStore, type Store } from '#server/store/store.ts';
import { signIn, type Device } from '#tests/support/clients/device.ts';
import { databaseOf } from '#tests/support/database/database.ts';
import { startTestServer, type TestServer } from '#tests/support/servers/test-server.ts';

const never = new AbortController().signal;
const noPause = async () => {};
const version = foldVersionOf({ kind: 'case' });

let server: TestServer;
let store: Store;
let wang: Device;
let chen: Device;
beforeEach(async () => {
  server = await startTestServer();
  store = await openStore(await databaseOf(server.dataDir));
  wang = await signIn(server.url, 'wang');
  chen = await signIn(server.url, 'chen');
});
afterEach(async () => {
  await store.close();
  await server.end();
});

const reported = async (): Promise<string> => {
  const report = await wang.reports();
  await wang.push(report);
  return report.caseId;
};
const rowOf = (id: string) =>
  store.read.selectFrom('subjects').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
const bodyOf = async (id: string) => JSON.parse((await rowOf(id)).body) as Case;

/** As an older fold wrote it: without a field that came later. */
const makeOlder = async (id: string, fold = version - 1): Promise<void> => {
  const { dismissReason: _, ...older } = await bodyOf(id);
  await store.write
    .updateTable('subjects')
    .set({ fold, body: JSON.stringify(older) })
    .where('id', '=', id)
    .execute();
};

test('[F7] [F8] an event on a subject of an older fold → folded anew first, and stored with this version', async () => {
  const caseId = await reported();
  const before = await rowOf(caseId);
  expect(before.fold).toBe(version);
  await makeOlder(caseId);
  await chen.push(await chen.notes(caseId, '核实过'));
  const after = await rowOf(caseId);
  const { timeline, ...rest } = JSON.parse(after.body) as Case;
  const { timeline: first, ...expected } = JSON.parse(before.body) as Case;
  expect(after.fold).toBe(version);
  expect(rest).toEqual(expected);
  expect(timeline).toEqual([...first, expect.objectContaining({ type: 'case.noted' })]);
});

test('[F9] [F10] the background pass, stopped after a page and started again → every older subject is folded anew', async () => {
  const ids: string[] = [];
  for (let i = 0; i < 60; i++) ids.push(await reported());
  const before = new Map(await Promise.all(ids.map(async (id) => [id, await rowOf(id)] as const)));
  for (const id of ids) await makeOlder(id);
  const stop = new AbortController();
  const first = await refoldOlder(store, stop.signal, async () => stop.abort());
  expect(first).toBeGreaterThan(0);
  expect(first).toBeLessThan(60);
  expect(await refoldOlder(store, never, noPause)).toBe(60 - first);
  for (const id of ids) {
    const { seq, body, fold } = await rowOf(id);
    expect([fold, body]).toEqual([version, before.get(id)!.body]);
    expect(seq).toBeGreaterThan(before.get(id)!.seq);
  }
  expect(await refoldOlder(store, never, noPause)).toBe(0);
});

test('[F10] a subject of an older fold with the same content → keeps its place in the feed', async () => {
  const caseId = await reported();
  const { cursor } = await chen.pullsAll();
  const before = await rowOf(caseId);
  await store.write
    .updateTable('subjects')
    .set({ fold: version - 1 })
    .where('id', '=', caseId)
    .execute();
  expect(await refoldOlder(store, never, noPause)).toBe(1);
  expect(await rowOf(caseId)).toEqual(before);
  expect((await chen.pullsAll(cursor)).subjects).toEqual([]);
});

test('[F9] a server starts on subjects of an older fold → it folds them anew while it serves', async () => {
  const caseId = await reported();
  await makeOlder(caseId);
  await server.close();
  server = { ...server, ...(await startTestServer({ dataDir: server.dataDir })) };
  await expect.poll(async () => (await rowOf(caseId)).fold, { timeout: 10_000 }).toBe(version);
  expect(await bodyOf(caseId)).toMatchObject({ dismissReason: '' });
});

test('[F11] an event on a subject of a newer fold → retry, nothing is stored, other subjects go on', async () => {
  const [newer, other] = [await reported(), await reported()];
  await makeOlder(newer, version + 1);
  const before = await rowOf(newer);
  const note = await chen.notes(newer, '再看');
  const verdicts = await chen.pushes(note, await chen.notes(other, '再看'));
  expect(verdicts).toMatchObject([{ verdict: 'retry', receipt: null }, { verdict: 'applied' }]);
  expect(await rowOf(newer)).toEqual(before);
  expect(
    await store.read.selectFrom('events').select('id').where('id', '=', note.event.id).execute(),
  ).toEqual([]);
  expect(await refoldOlder(store, never, noPause)).toBe(0);
});
