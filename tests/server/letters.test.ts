import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { shippedHazardKinds } from '#domain/catalogue/shipped-hazard-kinds.ts';
import type { EventOf, LedgerEvent } from '#domain/ledger/envelope.ts';
import { mendedEvent } from '#domain/ledger/mend.ts';
import { uuidV7 } from '#domain/ledger/uuid-v7.ts';
import { parseAnswer } from '#domain/protocol/answer.ts';
import {
  letterAnswerSchema,
  lettersAnswerSchema,
  letterVerdictSchema,
  type LetterAnswer,
} from '#domain/protocol/letters.ts';
import { openFeed } from '#server/ledger/feed.ts';
import { editReference } from '#server/ledger/reference.ts';
import { openStore } from '#server/store/store.ts';
import { databaseOf } from '#tests/support/database.ts';
import { sha256Of, signIn, takePhoto, type Device, type Written } from '#tests/support/device.ts';
import { startTestServer, type TestServer } from '#tests/support/test-server.ts';

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

const read = async <S extends Parameters<typeof parseAnswer>[0]>(schema: S, response: Response) => {
  const text = await response.text();
  const parsed = parseAnswer(schema, text);
  if (!response.ok || !parsed.ok) throw new Error(`${response.status}: ${text.slice(0, 300)}`);
  return parsed.value;
};

type Sent = Pick<Written, 'hash'> & { readonly text: string; readonly signature: string };
const pathOf = (by: Device, { hash }: Pick<Sent, 'hash'>) => `/api/letters/${by.id}/${hash}`;

const list = async (by = admin) => read(lettersAnswerSchema, await by.request('/api/letters'));
const isOpen = async ({ hash }: Pick<Sent, 'hash'>) =>
  (await list()).letters.some((line) => line.hash === hash && line.settled === null);
const readLetter = async (by: Device, sent: Pick<Sent, 'hash'>): Promise<LetterAnswer> =>
  read(letterAnswerSchema, await admin.request(pathOf(by, sent)));
const replays = async (by: Device, sent: Pick<Sent, 'hash'>) =>
  read(letterVerdictSchema, await admin.request(`${pathOf(by, sent)}/replay`, { method: 'POST' }));

const newId = () => uuidV7(Date.now(), randomBytes(10));

/** What the admin's desk makes of a letter: the same, but for its body. */
const mendOf = async (
  by: Device,
  sent: Sent,
  body: Partial<LedgerEvent['body']>,
  id = newId(),
): Promise<Sent> => {
  const from = { text: sent.text, hash: sent.hash, person: by.person.id, device: by.id };
  const old = (JSON.parse(sent.text) as LedgerEvent).body;
  const event = mendedEvent(from, { id, by: admin.person.id, device: admin.id }, {
    ...old,
    ...body,
  } as LedgerEvent['body']);
  const signed = await admin.signs(JSON.stringify(event));
  return { ...signed, hash: sha256Of(signed.text) };
};
const send = (
  by: Device,
  letter: Pick<Sent, 'hash'>,
  { text, signature }: Omit<Sent, 'hash'>,
  from = admin,
) =>
  from.request(`${pathOf(by, letter)}/mend`, { method: 'POST', body: JSON.stringify({ text, signature }) });
const mends = async (by: Device, letter: Sent, body: Partial<EventOf<'case.reported'>['body']>) =>
  read(letterVerdictSchema, await send(by, letter, await mendOf(by, letter, body)));

const rowOf = async (device: Device, caseId: string) =>
  (await device.pullsAll()).subjects.find((row) => row.subject.id === caseId);

const inStore = async <T>(work: (store: Awaited<ReturnType<typeof openStore>>) => Promise<T>): Promise<T> => {
  const store = await openStore(await databaseOf(server.dataDir));
  try {
    return await work(store);
  } finally {
    await store.close();
  }
};

/** The office's own screen for it comes later. */
const teach = (code: string) =>
  inStore((store) =>
    store.write.transaction().execute(async (tx) => {
      const feed = await openFeed(tx, wang.person.region);
      await editReference(tx, feed, [
        { kind: 'hazardKind', id: code, value: { ...shippedHazardKinds[0]!, code } },
      ]);
      await feed.close();
    }),
  );

test('[D16] a bad item at the head of the queue: the rest goes on, and the letter is there to be read whole', async () => {
  const photo = takePhoto();
  const bad = await wang.reports({ hazard: 'ZZ01', photos: [photo] });
  const [note, good] = [await wang.notes(bad.caseId, 'of the bad one'), await wang.reports()];
  const verdicts = await wang.pushes(bad, note, good);
  expect(verdicts.map(({ verdict }) => verdict)).toEqual(['rejected', 'held', 'applied']);
  await wang.sendsThumbnails([photo]);
  expect((await wang.sendsPhoto(photo)).status).toBe(201);

  const { open, letters } = await list();
  const line = letters.find(({ hash }) => hash === bad.hash);
  expect(open).toBe(letters.filter(({ settled }) => settled === null).length);
  expect(line).toMatchObject({
    device: wang.id,
    person: wang.person.id,
    deviceLabel: "wang's phone",
    reason: 'unknownHazard',
    receivedAt: verdicts[0]?.receivedAt,
    event: { id: bad.event.id, type: 'case.reported', subject: { id: bad.caseId } },
    settled: null,
  });
  const whole = await readLetter(wang, bad);
  expect(whole).toMatchObject({
    text: bad.text,
    signature: bad.signature,
    hash: sha256Of(whole.text),
    other: null,
  });
  expect(whole.stored).toEqual({ [photo.manifest.sha256]: 'complete' });
  for (const [size, bytes] of [
    ['', photo.bytes],
    ['/thumbnail', photo.thumbnail],
  ] as const) {
    const shown = await admin.request(`/api/photos/${photo.manifest.sha256}${size}`);
    expect(new Uint8Array(await shown.arrayBuffer())).toEqual(bytes);
    expect((await zhao.request(`/api/photos/${photo.manifest.sha256}${size}`)).status).toBe(404);
  }
});

test('[D16] a letter is exported as one file with its exact bytes', async () => {
  const bad = await wang.signs('{"never":"an event \\u0000 ünd 😀"');
  await wang.push(bad);
  const named = { ...bad, hash: sha256Of(bad.text) };
  const response = await admin.request(`${pathOf(wang, named)}/export`);
  expect(response.headers.get('content-disposition')).toMatch(
    /^attachment; filename="letter-[0-9a-f]{12}\.json"$/,
  );
  const file = (await response.json()) as LetterAnswer;
  expect(file).toMatchObject({
    text: bad.text,
    signature: bad.signature,
    hash: sha256Of(file.text),
    person: wang.person.id,
    device: wang.id,
    reason: 'unreadableEvent',
    event: null,
  });
  expect(file.receivedAt).toBeGreaterThan(0);
});

test('[D16] mended by an admin, it is taken in its author’s name; the author’s bytes stay as they came', async () => {
  const photo = takePhoto();
  const bad = await wang.reports({ hazard: 'ZZ02', description: '第三栋', photos: [photo] });
  const note = await wang.notes(bad.caseId, 'waits for it');
  await wang.pushes(bad, note);
  await wang.sendsThumbnails([photo]);
  const cursor = (await wang.pullsAll()).cursor;

  const mended = await mendOf(wang, bad, { hazard: 'EB02' });
  const outcome = await read(letterVerdictSchema, await send(wang, bad, mended));
  const { id } = JSON.parse(mended.text) as LedgerEvent;
  expect(outcome).toMatchObject({ verdict: 'applied', reason: null, event: id, duplicate: false });

  const row = (await wang.pullsAll(cursor)).subjects.find((it) => it.subject.id === bad.caseId);
  expect(row?.subject).toMatchObject({
    state: 'reported',
    hazard: 'EB02',
    description: '第三栋',
    reporter: wang.person.id,
    device: wang.id,
    reportedAt: bad.event.at,
    reportEvent: id,
  });
  expect(row?.subject.timeline).toMatchObject([
    {
      eventId: id,
      author: wang.person.id,
      role: 'patroller',
      mended: { origin: bad.event.id, hash: bad.hash, by: admin.person.id, device: admin.id },
    },
    { eventId: note.event.id, verdict: 'applied' },
  ]);
  // What came before belongs to the case now, and so does what comes after.
  expect(row?.stored).toEqual({ [photo.manifest.sha256]: 'thumbnail' });
  expect((await wang.sendsPhoto(photo)).status).toBe(201);
  expect((await rowOf(chen, bad.caseId))?.stored).toEqual({ [photo.manifest.sha256]: 'complete' });
  expect((await chen.request(`/api/photos/${photo.manifest.sha256}`)).status).toBe(200);

  expect(await readLetter(wang, bad)).toMatchObject({
    text: bad.text,
    signature: bad.signature,
    settled: { event: id, by: admin.person.id },
  });
  const stored = await inStore((store) =>
    store.read.selectFrom('events').selectAll().where('id', 'in', [id, bad.event.id]).execute(),
  );
  expect(stored.find((it) => it.id === bad.event.id)).toMatchObject({ text: bad.text, verdict: 'rejected' });
  expect(stored.find((it) => it.id === id)).toMatchObject({ ...mended, person: wang.person.id });
});

test('[D16] mending twice, by one admin or two, changes nothing twice', async () => {
  const bad = await wang.reports({ hazard: 'ZZ03' });
  await wang.push(bad);
  const mended = await mendOf(wang, bad, { hazard: 'EB02' });
  const first = await read(letterVerdictSchema, await send(wang, bad, mended));
  const before = await rowOf(wang, bad.caseId);
  expect(await read(letterVerdictSchema, await send(wang, bad, mended))).toMatchObject({
    verdict: 'applied',
    event: first.event,
    duplicate: true,
  });
  const other = await read(
    letterVerdictSchema,
    await send(wang, bad, await mendOf(wang, bad, { hazard: 'EB03' })),
  );
  expect(other).toMatchObject({ event: first.event, duplicate: true });
  expect(await replays(wang, bad)).toMatchObject({ event: first.event, duplicate: true });
  expect(await rowOf(wang, bad.caseId)).toEqual(before);
  const sentAgain = await wang.push(bad);
  expect(sentAgain).toMatchObject({ verdict: 'rejected', duplicate: true });
  expect(await isOpen(bad)).toBe(false);
});

test('[D16] replayed once its cause has gone, it is taken as it came, under its own id, and its receipt holds', async () => {
  const photo = takePhoto();
  const bad = await wang.reports({ hazard: 'ZZ04', photos: [photo] });
  const told = await wang.push(bad);
  await wang.sendsThumbnails([photo]);
  await wang.sendsPhoto(photo);
  expect(await replays(wang, bad)).toMatchObject({
    verdict: 'rejected',
    reason: 'unknownHazard',
    event: null,
  });
  expect(await rowOf(wang, bad.caseId)).toBeUndefined();
  expect(await isOpen(bad)).toBe(true);

  await teach('ZZ04');
  const outcome = await replays(wang, bad);
  expect(outcome).toMatchObject({ verdict: 'applied', event: bad.event.id, duplicate: false });
  const row = await rowOf(wang, bad.caseId);
  expect(row?.subject.timeline).toMatchObject([
    { eventId: bad.event.id, verdict: 'applied', receivedAt: told.receivedAt },
  ]);
  expect(row?.stored).toEqual({ [photo.manifest.sha256]: 'complete' });
  expect(await wang.push(bad)).toEqual({
    ...told,
    verdict: 'applied',
    reason: null,
    seq: row?.seq,
    duplicate: true,
  });

  expect(await replays(wang, bad)).toMatchObject({ event: bad.event.id, duplicate: true });
  expect(await rowOf(wang, bad.caseId)).toEqual(row);
  expect((await readLetter(wang, bad)).settled).toMatchObject({
    event: bad.event.id,
    by: admin.person.id,
  });
});

test('[D16] a letter of a type this server has learnt since is replayed from its text alone', async () => {
  const report = await wang.reports();
  await wang.push(report);
  const note = await wang.notes(report.caseId, 'from a newer app');
  // As the server before the update kept it.
  await inStore((store) =>
    store.write
      .insertInto('dead_letters')
      .values({
        device: wang.id,
        hash: note.hash,
        person: wang.person.id,
        region: wang.person.region,
        signed: JSON.stringify({ text: note.text, signature: note.signature }),
        reason: 'unknownType',
        received_at: 7,
        event_id: null,
        settled_event: null,
        settled_by: null,
        settled_at: null,
      })
      .execute(),
  );
  expect(await replays(wang, note)).toMatchObject({ verdict: 'applied', event: note.event.id });
  expect(await replays(wang, note)).toMatchObject({ event: note.event.id, duplicate: true });
  expect((await rowOf(wang, report.caseId))?.subject.timeline).toMatchObject([
    {},
    { text: 'from a newer app' },
  ]);
});

test('[D16] [H6] photos of an event whose body cannot be read are taken and kept; mended, they belong to its case', async () => {
  const photo = takePhoto();
  const long = await wang.reports({ description: '长'.repeat(2001), photos: [photo] });
  expect(await wang.push(long)).toMatchObject({ verdict: 'rejected', reason: 'unreadableEvent' });
  await wang.sendsThumbnails([photo]);
  expect((await wang.sendsPhoto(photo)).status).toBe(201);
  expect(await mends(wang, long, { description: '长'.repeat(2000) })).toMatchObject({ verdict: 'applied' });
  expect((await rowOf(wang, long.caseId))?.stored).toEqual({ [photo.manifest.sha256]: 'complete' });
});

test('[D16] a mend that cannot be taken either leaves no trace, and the letter stays open', async () => {
  const bad = await wang.reports({ hazard: 'ZZ05' });
  await wang.push(bad);
  const before = await wang.pullsAll();
  expect(await mends(wang, bad, { hazard: 'ZZ06' })).toMatchObject({
    verdict: 'rejected',
    reason: 'unknownHazard',
    event: null,
  });
  expect(await wang.pullsAll()).toMatchObject({ cursor: before.cursor });
  expect(await isOpen(bad)).toBe(true);
  expect((await list()).letters.filter(({ event }) => event?.subject.id === bad.caseId)).toHaveLength(1);
});

test('[D16] a mend changes the body and nothing else, and only its admin’s device can sign it', async () => {
  const bad = await wang.reports({ hazard: 'ZZ07', photos: [takePhoto()] });
  await wang.push(bad);
  const mended = await mendOf(wang, bad, { hazard: 'EB02' });
  const event = JSON.parse(mended.text) as LedgerEvent;
  const changed: object[] = [
    { ...event, author: zhao.person.id },
    { ...event, at: event.at + 1 },
    { ...event, photos: [] },
    { ...event, subject: { kind: 'case', id: newId() } },
    { ...event, replaces: bad.event.id },
    { ...event, mended: { ...event.mended, by: chen.person.id } },
    { ...event, mended: { ...event.mended, hash: 'a'.repeat(64) } },
    { ...event, mended: undefined },
  ];
  for (const it of changed)
    expect((await send(wang, bad, await admin.signs(JSON.stringify(it)))).status).toBe(400);
  const forged = { ...mended, signature: (await wang.signs(mended.text)).signature };
  expect((await send(wang, bad, forged)).status).toBe(422);
  expect(await admin.push(mended)).toMatchObject({ verdict: 'rejected', reason: 'notAuthor' });
  // Nor does an author say of themselves that an admin mended it.
  expect(await wang.push(await wang.signs(mended.text))).toMatchObject({ reason: 'notAuthor' });
  expect(await isOpen(bad)).toBe(true);
});

test('[D4] the same id with other bytes: refused with a clear conflict, both bodies in the letter, and an admin may take the second', async () => {
  const first = await wang.reports({ description: 'first' });
  await wang.push(first);
  const body = { ...(first.event as EventOf<'case.reported'>).body, description: 'second' };
  const second = await wang.writes('case.reported', first.caseId, body, { id: first.event.id });
  const verdict = await wang.push(second);
  expect(verdict).toMatchObject({ verdict: 'rejected', reason: 'idReused', hash: second.hash });
  expect(await wang.push(second)).toEqual({ ...verdict, duplicate: true });
  expect((await rowOf(wang, first.caseId))?.subject).toMatchObject({ description: 'first' });
  expect(await readLetter(wang, second)).toMatchObject({
    text: second.text,
    signature: second.signature,
    other: { text: first.text, signature: first.signature, hash: first.hash, device: wang.id },
  });
  expect(await replays(wang, second)).toMatchObject({ verdict: 'rejected', reason: 'idReused' });
  expect(await mends(wang, second, {})).toMatchObject({ verdict: 'applied', duplicate: false });
  expect((await rowOf(wang, first.caseId))?.subject).toMatchObject({
    description: 'second',
    reporter: wang.person.id,
    timeline: [{ eventId: first.event.id }, { mended: { origin: first.event.id, hash: second.hash } }],
  });
});

test('what its author sends anew settles the letter, and what was forged stays refused', async () => {
  const bad = await wang.reports({ hazard: 'ZZ08' });
  await wang.push(bad);
  await wang.push(await wang.mends(bad, { hazard: 'EB02' }));
  expect((await readLetter(wang, bad)).settled).toMatchObject({ by: null });

  const report = await wang.reports();
  const forged = { text: report.text, signature: (await wang.signs('x')).signature, hash: report.hash };
  await wang.push(forged);
  expect(await isOpen(forged)).toBe(true);
  expect(await replays(wang, forged)).toMatchObject({ verdict: 'rejected', reason: 'badSignature' });
  await wang.push(report);
  expect((await readLetter(wang, forged)).settled).toMatchObject({ event: report.event.id, by: null });
});

test('a note held for its case and refused when it came is a letter of its own author', async () => {
  const caseId = newId();
  const note = await zhao.notes(caseId, 'not mine');
  expect(await zhao.push(note)).toMatchObject({ verdict: 'held' });
  await wang.push(await wang.reports({ caseId, grid: wang.person.scope[0]! }));
  expect(await readLetter(zhao, note)).toMatchObject({ person: zhao.person.id, reason: 'outOfScope' });
});

test('letters are for admins of their region alone', async () => {
  const bad = await wang.reports({ hazard: 'ZZ09' });
  await wang.push(bad);
  for (const device of [wang, chen]) {
    const asked = [
      device.request('/api/letters'),
      device.request(pathOf(wang, bad)),
      device.request(`${pathOf(wang, bad)}/export`),
      device.request(`${pathOf(wang, bad)}/replay`, { method: 'POST' }),
      send(wang, bad, await mendOf(wang, bad, { hazard: 'EB02' }), device),
    ];
    expect((await Promise.all(asked)).map(({ status }) => status)).toEqual([403, 403, 403, 403, 403]);
  }
  expect((await fetch(`${server.url}/api/letters`)).status).toBe(401);
  await inStore((store) =>
    store.write.updateTable('dead_letters').set({ region: '110105' }).where('hash', '=', bad.hash).execute(),
  );
  expect((await list()).letters.some(({ hash }) => hash === bad.hash)).toBe(false);
  expect((await admin.request(pathOf(wang, bad))).status).toBe(404);
});
