import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { uuidV7 } from '#domain/ledger/uuid-v7.ts';
import { databaseOf } from '#tests/support/database/database.ts';
import { anEvent } from '#tests/support/data/a-case.ts';
import { sha256Of, signIn, takePhoto, type Device } from '#tests/support/clients/device.ts';
import { openFeed } from '#server/ledger/feed.ts';
import { editReference, type ReferenceEdit } from '#server/ledger/reference.ts';
import { openStore } from '#server/store/store.ts';
import { startTestServer, type TestServer } from '#tests/support/servers/test-server.ts';

let server: TestServer;
let wang: Device;
let zhao: Device;
let chen: Device;
let admin: Device;
beforeAll(async () => {
  server = await startTestServer();
  [wang, zhao, chen, admin] = (await Promise.all(
    ['wang', 'zhao', 'chen', 'admin'].map((name) => signIn(server.url, name)),
  )) as [Device, Device, Device, Device];
});
afterAll(() => server.end());

const deadLetters = async () => {
  const store = await openStore(await databaseOf(server.dataDir));
  const rows = await store.read.selectFrom('dead_letters').selectAll().execute();
  await store.close();
  return rows;
};

const stateOf = async (device: Device, caseId: string) =>
  (await device.pullsAll()).subjects.find((row) => row.subject.id === caseId)?.subject;

test('[P1a] every event gets a verdict, valid report → applied, with seq and receipt', async () => {
  const report = await wang.reports();
  const before = Date.now();
  const verdict = await wang.push(report);
  expect(verdict).toMatchObject({ hash: report.hash, verdict: 'applied', duplicate: false, reason: null });
  expect(verdict.seq).toBeGreaterThan(0);
  expect(verdict.receipt).toMatch(/^v1\.[\w-]{43}$/);
  expect(verdict.receivedAt).toBeGreaterThanOrEqual(before);
  expect(verdict.receivedAt).toBeLessThanOrEqual(Date.now());
});

test('[D8d] a report is judged by whether its kind ever existed, kind and grid withdrawn → applied', async () => {
  const grid = '330199001002001';
  const written = await wang.reports({ hazard: 'GC05', grid });
  const never = await wang.reports({ hazard: 'ZZ98', grid });
  const store = await openStore(await databaseOf(server.dataDir));
  const before = await store.read
    .selectFrom('reference')
    .select(['kind', 'id', 'value'])
    .where('region', '=', wang.person.region)
    .where('id', 'in', ['GC05', grid])
    .execute();
  expect(before.map(({ kind }) => kind).sort()).toEqual(['grid', 'hazardKind']);
  const edit = (edits: readonly ReferenceEdit[]) =>
    store.write.transaction().execute(async (tx) => {
      const feed = await openFeed(tx, wang.person.region);
      await editReference(tx, feed, edits, { by: null, at: Date.now() });
      await feed.close();
    });
  await edit(before.map(({ kind, id }) => ({ kind, id, value: null })));
  const verdicts = await wang.pushes(written, never);
  expect(verdicts).toMatchObject([{ verdict: 'applied' }, { verdict: 'rejected', reason: 'unknownHazard' }]);
  expect(await stateOf(chen, written.caseId)).toMatchObject({ hazard: 'GC05', grid });
  await edit(
    before.map(({ kind, id, value }) => ({ kind, id, value: JSON.parse(value ?? 'null') as unknown })),
  );
  await store.close();
});

test('[E1] the signed text is stored exactly, unusual formatting and characters → equal', async () => {
  const { text } = await wang.reports({ description: '二楼 é e\u0301 \u2028 😀' });
  const spaced = await wang.signs(JSON.stringify(JSON.parse(text), null, 3).replace('二', '\\u4e8c'));
  expect(await wang.push(spaced)).toMatchObject({ verdict: 'applied', hash: sha256Of(spaced.text) });
  const store = await openStore(await databaseOf(server.dataDir));
  const row = await store.read
    .selectFrom('events')
    .select(['text', 'signature'])
    .where('hash', '=', sha256Of(spaced.text))
    .executeTakeFirstOrThrow();
  await store.close();
  expect(row).toEqual(spaced);
});

test('[P3a] the same id and bytes get the stored verdict, sent again → duplicate, nothing changes', async () => {
  const report = await wang.reports();
  const first = await wang.push(report);
  expect(await wang.push(report)).toEqual({ ...first, duplicate: true });
  const twice = await wang.pushes(report, await wang.reports(), report);
  expect(twice.map((verdict) => verdict.duplicate)).toEqual([true, false, true]);
  await chen.push(await chen.files(report.caseId));
  expect(await wang.push(report)).toEqual({ ...first, duplicate: true });
  expect((await stateOf(wang, report.caseId))?.timeline).toHaveLength(2);
});

test('[P4] the same id with other bytes is rejected, sent → idReused, and both are kept', async () => {
  const report = await wang.reports();
  await wang.push(report);
  const other = await wang.writes('case.noted', report.caseId, { text: 'other' }, { id: report.event.id });
  const verdict = await wang.push(other);
  expect(verdict).toMatchObject({
    hash: other.hash,
    verdict: 'rejected',
    reason: 'idReused',
    duplicate: false,
  });
  expect(await wang.push(other)).toEqual({ ...verdict, duplicate: true });
  expect(await wang.push(report)).toMatchObject({ verdict: 'applied', duplicate: true });
  const kept = (await deadLetters()).filter((row) => row.hash === other.hash);
  expect(kept.map((row) => JSON.parse(row.signed))).toEqual([
    { text: other.text, signature: other.signature },
  ]);
});

test('[E2c] the signature is verified, wrong signatures → badSignature, then the right one → applied', async () => {
  const report = await wang.reports();
  const forged = { text: report.text, signature: (await wang.signs('something else')).signature };
  expect(await wang.push(forged)).toMatchObject({ verdict: 'rejected', reason: 'badSignature', seq: null });
  for (const signature of ['', '????', 'AAAA', `${report.signature}\0`])
    expect(await wang.push({ text: report.text, signature })).toMatchObject({ reason: 'badSignature' });
  expect(await wang.push(report)).toMatchObject({ verdict: 'applied', duplicate: false });
});

test('[E2c] one text is one dead letter, sent with a wrong and a right signature → one row', async () => {
  const rejected = await wang.reports({ hazard: 'ZZ98' });
  const forged = { text: rejected.text, signature: 'AAAA' };
  expect(await wang.pushes(forged, rejected)).toMatchObject([
    { reason: 'badSignature' },
    { reason: 'unknownHazard' },
  ]);
  const kept = (await deadLetters()).filter((row) => row.hash === rejected.hash);
  expect(kept.map((row) => row.reason)).toEqual(['unknownHazard']);
});

test('[E4] author and device must be the sender, other author or device → notAuthor', async () => {
  const asZhao = await wang.writes('case.noted', randomUUID(), { text: 'x' }, { author: zhao.person.id });
  expect(await wang.push(asZhao)).toMatchObject({ verdict: 'rejected', reason: 'notAuthor' });
  const ofZhao = await zhao.reports();
  expect(await wang.push(ofZhao)).toMatchObject({ verdict: 'rejected', reason: 'notAuthor' });
  expect(await zhao.push(ofZhao)).toMatchObject({ verdict: 'applied', duplicate: false });
});

const envelope = (more: object) => ({
  ...anEvent({
    type: 'case.noted',
    id: randomUUID(),
    subject: { kind: 'case', id: randomUUID() },
    author: wang.person.id,
    device: wang.id,
    at: 1,
    body: { text: 'x' },
  }),
  ...more,
});

test.each([
  ['unreadableEvent', () => 'not json'],
  ['unreadableEvent', () => '\0'],
  ['unreadableEvent', () => ''],
  ['unreadableEvent', () => '['.repeat(30_000)],
  ['unreadableEvent', () => JSON.stringify(envelope({ at: 'yesterday' }))],
  ['forbiddenText', () => JSON.stringify(envelope({ body: { text: 'a\0b' } }))],
  ['forbiddenText', () => JSON.stringify(envelope({ body: { text: '\ud800' } }))],
  ['unknownType', () => JSON.stringify(envelope({ type: 'case.teleported' }))],
  ['unknownType', () => JSON.stringify(envelope({ type: 'order.made' }))],
])(
  '[E6] [P6a] [P6b] an unreadable event is a dead letter, %s → rejected, kept whole, same answer again',
  async (reason, makeText) => {
    const signed = await wang.signs(makeText());
    const verdict = await wang.push(signed);
    expect(verdict).toMatchObject({ verdict: 'rejected', reason, duplicate: false });
    const before = await deadLetters();
    expect(before.map((row) => JSON.parse(row.signed))).toContainEqual(signed);
    expect(await wang.push(signed)).toEqual({ ...verdict, duplicate: true });
    expect(await deadLetters()).toHaveLength(before.length);
  },
);

test('[F3c] [F3d] a rejected event changes no subject, act not allowed for the role → notPermitted', async () => {
  expect(await admin.push(await admin.reports())).toMatchObject({
    verdict: 'rejected',
    reason: 'notPermitted',
  });
  const report = await wang.reports();
  await wang.push(report);
  expect(await wang.push(await wang.files(report.caseId))).toMatchObject({ reason: 'notPermitted' });
  expect((await stateOf(wang, report.caseId))?.timeline).toHaveLength(1);
});

test('the scope limits acts, case in another grid → outOfScope', async () => {
  const report = await zhao.reports();
  await zhao.push(report);
  expect(await wang.push(await wang.notes(report.caseId, 'x'))).toMatchObject({ reason: 'outOfScope' });
});

test('content is checked, wrong content → rejected with the reason', async () => {
  expect(await wang.push(await wang.reports({ hazard: 'ZZ99' }))).toMatchObject({ reason: 'unknownHazard' });
  expect(await wang.push(await wang.reports({ handled: true }))).toMatchObject({
    reason: 'afterPhotoMissing',
  });
  const handled = await wang.reports({ handled: true, photos: [takePhoto(100, 'after')] });
  expect(await wang.push(handled)).toMatchObject({ verdict: 'applied' });
  const again = await wang.reports({ caseId: handled.caseId });
  expect(await wang.push(again)).toMatchObject({ reason: 'subjectExists' });
});

test('[F3a] [F3b] [F3d] a late decision is contested, case filed already → a timeline entry, no other change', async () => {
  const report = await wang.reports();
  await wang.push(report);
  await chen.push(await chen.files(report.caseId));
  const verdict = await chen.push(await chen.dismisses(report.caseId, '重复'));
  expect(verdict).toMatchObject({ verdict: 'contested', reason: 'wrongState' });
  const shown = await stateOf(wang, report.caseId);
  expect(shown?.state).toBe('filed');
  expect(shown?.timeline.map((line) => line.verdict)).toEqual(['applied', 'applied', 'contested']);
});

test('[F5a] [F5b] an event of an unknown subject is held, the subject arrives → applied in order', async () => {
  const caseId = uuidV7(Date.now(), randomBytes(10));
  const first = await chen.notes(caseId, 'first');
  const second = await chen.notes(caseId, 'second');
  const filed = await chen.files(caseId);
  expect(await chen.push(first)).toMatchObject({ verdict: 'held', seq: null, duplicate: false });
  expect(await chen.pushes(second, filed)).toMatchObject([{ verdict: 'held' }, { verdict: 'held' }]);
  expect(await stateOf(chen, caseId)).toBeUndefined();
  const forbidden = await zhao.notes(caseId, 'not mine');
  expect(await zhao.push(forbidden)).toMatchObject({ verdict: 'held' });

  expect(await wang.push(await wang.reports({ caseId, grid: wang.person.scope[0]! }))).toMatchObject({
    verdict: 'applied',
  });
  const shown = await stateOf(wang, caseId);
  expect(shown?.state).toBe('filed');
  expect(shown?.timeline.map((line) => line.text)).toEqual(['', 'first', 'second', '']);
  expect(await chen.push(first)).toMatchObject({ verdict: 'applied', duplicate: true, reason: null });
  expect(await zhao.push(forbidden)).toMatchObject({
    verdict: 'rejected',
    reason: 'outOfScope',
    duplicate: true,
  });
});

test('[F5b] an event of an unknown subject is held, the subject follows in the same push → applied', async () => {
  const report = await wang.reports();
  const note = await wang.notes(report.caseId, 'too early');
  expect(await wang.pushes(note, report)).toMatchObject([{ verdict: 'applied' }, { verdict: 'applied' }]);
  expect(await wang.push(note)).toMatchObject({ verdict: 'applied', duplicate: true });
});

test('[P3b] a repeated event gets its current verdict, held event sent again with its subject → applied, duplicate', async () => {
  const report = await wang.reports();
  const note = await wang.notes(report.caseId, 'too early');
  expect(await wang.push(note)).toMatchObject({ verdict: 'held' });
  expect(await wang.pushes(report, note)).toMatchObject([
    { verdict: 'applied' },
    { verdict: 'applied', duplicate: true, seq: expect.any(Number) as number },
  ]);
});

test('[P1a] [P7b] one bad event blocks no other, batch with an unreadable event → the others are applied', async () => {
  const report = await wang.reports();
  const verdicts = await wang.pushes(await wang.signs('{}'), report, await wang.notes(report.caseId, 'x'));
  expect(verdicts.map(({ verdict }) => verdict)).toEqual(['rejected', 'applied', 'applied']);
});

test('[E5a] a resubmission replaces the report, new description → the case shows it', async () => {
  const report = await wang.reports({ description: 'wrong floor' });
  await wang.push(report);
  expect(await wang.push(await wang.resubmits(report, { description: 'right floor' }))).toMatchObject({
    verdict: 'applied',
  });
  expect(await stateOf(wang, report.caseId)).toMatchObject({ description: 'right floor' });
});

test('[D7c] the server stores the unsent count, also with a repeated event → count without this batch', async () => {
  const device = await signIn(server.url, 'wang');
  const { text, signature } = await device.reports();
  const before = Date.now();
  const body = JSON.stringify({ protocol: 1, unsent: 7, events: [{ text, signature }] });
  await device.request('/api/sync/push', { method: 'POST', body });
  await device.request('/api/sync/push', { method: 'POST', body });
  const store = await openStore(await databaseOf(server.dataDir));
  const row = await store.read
    .selectFrom('devices')
    .select(['unsent', 'last_seen_at'])
    .where('id', '=', device.id)
    .executeTakeFirstOrThrow();
  await store.close();
  expect(row.unsent).toBe(6);
  expect(row.last_seen_at).toBeGreaterThanOrEqual(before);
  expect(row.last_seen_at).toBeLessThanOrEqual(Date.now());
});

test('[L1] seqs have no gaps, forty writers at once → forty consecutive seqs', async () => {
  const reports = await Promise.all(Array.from({ length: 40 }, (_, i) => (i % 2 ? wang : zhao).reports()));
  const verdicts = await Promise.all(reports.map((report, i) => (i % 2 ? wang : zhao).push(report)));
  const seqs = verdicts.map((verdict) => verdict.seq ?? 0).sort((a, b) => a - b);
  expect(seqs.at(-1)! - seqs[0]!).toBe(39);
  expect(new Set(seqs).size).toBe(40);
});
