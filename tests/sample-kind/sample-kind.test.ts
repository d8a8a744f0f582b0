/** A kind added by one folder and one line: pushed, pulled, rebased, changed and lost from sight. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PROTOCOL_HEADER } from '#domain/protocol/version.ts';
import { pullAnswerSchema } from '#domain/protocol/pull.ts';
import { mayDo, rebase, subjectKinds, type Subject } from '#domain/subjects.ts';
import { subjectFor, viewOf } from '#domain/protocol/older-clients.ts';
import { authorityOf } from '#domain/people/authority.ts';
import { refoldSubject } from '#server/ledger/refold.ts';
import { editReference } from '#server/ledger/reference.ts';
import { openFeed } from '#server/ledger/feed.ts';
import { openStore, type Store } from '#server/store/store.ts';
import { shippedHazardKinds } from '#domain/catalogue/shipped-hazard-kinds.ts';
import { readSubject } from '#domain/read-subject.ts';
import { parseEvent } from '#domain/parse-event.ts';
import { readAnswer, signIn, type Device } from '#tests/support/clients/device.ts';
import { contextOf } from '#tests/support/data/arbitrary-events.ts';
import { newId } from '#tests/support/data/new-id.ts';
import { databaseOf } from '#tests/support/database/database.ts';
import { startTestServer, type TestServer } from '#tests/support/servers/test-server.ts';
import { SAMPLE_SINCE, type Sample } from './sample/sample-module.ts';

let server: TestServer;
let store: Store;
let wang: Device;
let sun: Device;

beforeAll(async () => {
  server = await startTestServer();
  store = await openStore(await databaseOf(server.dataDir));
  wang = await signIn(server.url, 'wang');
  sun = await signIn(server.url, 'sun');
});
afterAll(async () => {
  await store.close();
  await server.end();
});

const act = async (device: Device, id: string, type: string, body: object) => {
  const text = JSON.stringify({
    v: 1,
    id: newId(),
    type,
    subject: { kind: 'sample', id },
    author: device.person.id,
    device: device.id,
    at: Date.now(),
    clockOffset: 0,
    photos: [],
    body,
  });
  return device.signs(text);
};
const pull = async (device: Device, protocol: number, cursor?: string) => {
  let page = null;
  const subjects = [];
  const gone = [];
  let at = cursor;
  let wasReset = false;
  do {
    const path = `/api/sync/pull${at ? `?cursor=${at}` : ''}`;
    page = await readAnswer(
      pullAnswerSchema,
      await device.request(path, { headers: { [PROTOCOL_HEADER]: String(protocol) } }),
    );
    subjects.push(...page.subjects);
    gone.push(...page.gone);
    wasReset ||= page.reset;
    at = page.cursor;
  } while (page.more);
  return { subjects, gone, cursor: at, wasReset };
};
const sampleIn = (rows: readonly { readonly subject: unknown }[], id: string) =>
  rows.map(({ subject }) => subject as Sample).findLast((subject) => subject.id === id);

const someCase = async () => {
  const report = await wang.reports();
  await wang.push(report);
  return report.caseId;
};
const placedAndWeighed = async (amount: number) => {
  const id = newId();
  const [grid] = wang.person.scope;
  const verdicts = await wang.pushes(
    await act(wang, id, 'sample.placed', { grid }),
    await act(wang, id, 'sample.weighed', { amount, of: await someCase() }),
  );
  expect(verdicts.map(({ verdict }) => verdict)).toEqual(['applied', 'applied']);
  return id;
};

test('a kind is added by one folder and one line → it is registered beside the case', () => {
  expect(subjectKinds).toEqual(['case', 'sample']);
});

test('[C4] [C2a] a client states a newer version → it receives what was left out, without a reset', async () => {
  const id = await placedAndWeighed(2);
  const older = await pull(wang, SAMPLE_SINCE - 1);
  expect(sampleIn(older.subjects, id)).toBeUndefined();
  const newer = await pull(wang, SAMPLE_SINCE, older.cursor);
  expect([newer.wasReset, sampleIn(newer.subjects, id)?.kind]).toEqual([false, 'sample']);
  const again = await pull(wang, SAMPLE_SINCE, newer.cursor);
  expect(again.subjects).toEqual([]);
});

test('[C3b] [C3a] an act and a state of a later version → a note, and the nearest state', async () => {
  const id = await placedAndWeighed(2);
  expect(await sun.push(await act(sun, id, 'sample.sealed', { text: '封存' }))).toMatchObject({
    verdict: 'applied',
  });
  const newest = sampleIn((await pull(wang, SAMPLE_SINCE + 1)).subjects, id)!;
  expect([newest.state, newest.timeline.at(-1)!.type]).toEqual(['sealed', 'sample.sealed']);
  const older = sampleIn((await pull(wang, SAMPLE_SINCE)).subjects, id)!;
  expect(older).toMatchObject({
    state: 'weighed',
    timeline: [{}, {}, { type: 'sample.noted', text: '封存' }],
  });
  expect(viewOf(SAMPLE_SINCE)).toBe(SAMPLE_SINCE);
  expect(subjectFor(SAMPLE_SINCE + 1, newest as unknown as Subject)).toBe(newest);
});

test('[C3b] the nearest state is newer than the client too → the nearest one that the client knows', async () => {
  const id = await placedAndWeighed(2);
  const newest = sampleIn((await pull(wang, SAMPLE_SINCE)).subjects, id)!;
  const opened = { ...newest, state: 'opened' } as unknown as Subject;
  const states = [0, 1, 2].map((later) => subjectFor(SAMPLE_SINCE + later, opened).state);
  expect(states).toEqual(['weighed', 'sealed', 'opened']);
});

test('own events on top of a pulled subject → shown as the server will judge them, a related case missing', async () => {
  const id = await placedAndWeighed(2);
  const pulled = sampleIn((await pull(wang, SAMPLE_SINCE)).subjects, id)!;
  const confirmed = readSubject(pulled)!;
  const own = parseEvent((await act(wang, id, 'sample.weighed', { amount: 3, of: newId() })).text);
  if (!own.ok) throw new Error(own.error);
  const context = { ...contextOf(authorityOf(wang.person)), related: () => undefined };
  const shown = rebase(confirmed, [own.value], context) as unknown as Sample;
  expect([shown.grams, shown.timeline.length]).toEqual([12, 3]);
});

test('a held event names a case, its subject is created later → judged with that case', async () => {
  const [id, [grid]] = [newId(), wang.person.scope];
  const weighed = await act(wang, id, 'sample.weighed', { amount: 2, of: await someCase() });
  expect(await wang.push(weighed)).toMatchObject({ verdict: 'held' });
  await wang.push(await act(wang, id, 'sample.placed', { grid }));
  expect(await wang.push(weighed)).toMatchObject({ verdict: 'applied', duplicate: true });
});

test('a held event names a case that a newer fold wrote → the event that creates its subject is answered retry', async () => {
  const [id, of, [grid]] = [newId(), await someCase(), wang.person.scope];
  const weighed = await act(wang, id, 'sample.weighed', { amount: 2, of });
  expect(await wang.push(weighed)).toMatchObject({ verdict: 'held' });
  await store.write
    .updateTable('subjects')
    .set((eb) => ({ fold: eb('fold', '+', 1) }))
    .where('id', '=', of)
    .execute();
  expect(await wang.push(await act(wang, id, 'sample.placed', { grid }))).toMatchObject({ verdict: 'retry' });
  expect(await wang.push(weighed)).toMatchObject({ verdict: 'held', duplicate: true });
});

test('mayDo, a guarded act → not for the person who placed the sample', async () => {
  const id = await placedAndWeighed(2);
  const subject = sampleIn((await pull(sun, SAMPLE_SINCE + 1)).subjects, id)! as unknown as Subject;
  expect(mayDo(subject, authorityOf(sun.person), 0)).toContain('sample.sealed');
  expect(mayDo({ ...subject, placedBy: sun.person.id } as Subject, authorityOf(sun.person), 0)).not.toContain(
    'sample.sealed',
  );
});

test('[L5] a subject moves out of a person’s grids → it is gone from their view', async () => {
  const id = await placedAndWeighed(2);
  const before = await pull(wang, SAMPLE_SINCE);
  expect(sampleIn(before.subjects, id)).toBeDefined();
  const grid = `${wang.person.region}999999999`;
  await sun.push(await act(sun, id, 'sample.moved', { grid }));
  const after = await pull(wang, SAMPLE_SINCE, before.cursor);
  expect(after.gone).toContainEqual({ kind: 'sample', id });
});

test('[F12] the data of an effect changes after the judgement → a replay gives the subject as it was judged', async () => {
  const id = await placedAndWeighed(2);
  const before = sampleIn((await pull(wang, SAMPLE_SINCE)).subjects, id)!;
  expect(before.grams).toBe(8);
  const { region } = wang.person;
  await store.write.transaction().execute(async (tx) => {
    const feed = await openFeed(tx, region);
    const value = { ...shippedHazardKinds[0]!, limit: { amount: 40, unit: 'urgentHours' } };
    await editReference(tx, feed, [{ kind: 'hazardKind', id: 'EB01', value }], { by: null, at: 1 });
    await feed.close();
  });
  expect(await refoldSubject(store.read, region, { kind: 'sample', id })).toEqual(before);
  const later = await placedAndWeighed(2);
  expect(sampleIn((await pull(wang, SAMPLE_SINCE)).subjects, later)?.grams).toBe(80);
  // An entry without a basis was judged with the first effect.
  await store.write.updateTable('events').set({ basis: null }).where('subject_id', '=', id).execute();
  expect(await refoldSubject(store.read, region, { kind: 'sample', id })).toMatchObject({ grams: 1000 });
});
