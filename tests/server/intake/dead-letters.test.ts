import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DeadLetterAnswer } from '#domain/protocol/dead-letters.ts';
import { newId, sha256Of, takePhoto, type Device } from '#tests/support/clients/device.ts';
import { Office } from '#tests/support/clients/office.ts';

let office: Office;
let wang: Device;
let zhao: Device;
let chen: Device;
let admin: Device;
beforeAll(async () => {
  office = await Office.open();
  ({ wang, zhao, chen, admin } = office);
});
afterAll(() => office.end());

test('[D16a] [D16b] a rejected event blocks only its subject, batch with one → dead letter, whole and with photos', async () => {
  const photo = takePhoto();
  const bad = await wang.reports({ hazard: 'ZZ01', photos: [photo] });
  const [note, good] = [await wang.notes(bad.caseId, 'of the bad one'), await wang.reports()];
  const verdicts = await wang.pushes(bad, note, good);
  expect(verdicts.map(({ verdict }) => verdict)).toEqual(['rejected', 'held', 'applied']);
  await wang.sendsThumbnails([photo]);
  expect((await wang.sendsPhoto(photo)).status).toBe(201);

  const { open, letters } = await office.lists();
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
  const read = await office.reads(wang, bad);
  expect(read).toMatchObject({
    text: bad.text,
    signature: bad.signature,
    hash: sha256Of(read.text),
    other: null,
  });
  expect(read.stored).toEqual({ [photo.manifest.sha256]: 'complete' });
  for (const [size, bytes] of [
    ['', photo.bytes],
    ['/thumbnail', photo.thumbnail],
  ] as const) {
    const shown = await admin.request(`/api/photos/${photo.manifest.sha256}${size}`);
    expect(sha256Of(new Uint8Array(await shown.arrayBuffer()))).toBe(sha256Of(bytes));
    expect((await zhao.request(`/api/photos/${photo.manifest.sha256}${size}`)).status).toBe(404);
  }
});

test('[D16c] [D16f] a dead letter can be exported, requested → one file with the exact bytes', async () => {
  const bad = await wang.signs('{"never":"an event \\u0000 ünd 😀"');
  await wang.push(bad);
  const named = { ...bad, hash: sha256Of(bad.text) };
  const response = await admin.request(`${office.pathOf(wang, named)}/export`);
  expect(response.headers.get('content-disposition')).toMatch(
    /^attachment; filename="letter-[0-9a-f]{12}\.json"$/,
  );
  const file = (await response.json()) as DeadLetterAnswer;
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

test('the author resolves a dead letter, resubmission or right signature → resolved without an admin', async () => {
  const bad = await wang.reports({ hazard: 'ZZ08' });
  await wang.push(bad);
  await wang.push(await wang.resubmits(bad, { hazard: 'EB02' }));
  expect((await office.reads(wang, bad)).settled).toMatchObject({ by: null });

  const report = await wang.reports();
  const forged = { text: report.text, signature: (await wang.signs('x')).signature, hash: report.hash };
  await wang.push(forged);
  expect(await office.isOpen(forged)).toBe(true);
  expect(await office.replays(wang, forged)).toMatchObject({ verdict: 'rejected', reason: 'badSignature' });
  await wang.push(report);
  expect((await office.reads(wang, forged)).settled).toMatchObject({ event: report.event.id, by: null });
});

test('a held event may become a dead letter, rejected when its case arrives → listed with its own author', async () => {
  const caseId = newId();
  const note = await zhao.notes(caseId, 'not mine');
  expect(await zhao.push(note)).toMatchObject({ verdict: 'held' });
  await wang.push(await wang.reports({ caseId, grid: wang.person.scope[0]! }));
  expect(await office.reads(zhao, note)).toMatchObject({ person: zhao.person.id, reason: 'outOfScope' });
});

test('[D16b] dead letters are for admins of their region, other roles → 403, other region → 404', async () => {
  const bad = await wang.reports({ hazard: 'ZZ09' });
  await wang.push(bad);
  for (const device of [wang, chen]) {
    const requests = [
      device.request('/api/letters'),
      device.request(office.pathOf(wang, bad)),
      device.request(`${office.pathOf(wang, bad)}/export`),
      device.request(`${office.pathOf(wang, bad)}/replay`, { method: 'POST' }),
      office.sends(wang, bad, await office.writesCorrection(wang, bad, { hazard: 'EB02' }), device),
    ];
    expect((await Promise.all(requests)).map(({ status }) => status)).toEqual([403, 403, 403, 403, 403]);
  }
  expect((await fetch(`${office.wang.url}/api/letters`)).status).toBe(401);
  await office.inStore((store) =>
    store.write.updateTable('dead_letters').set({ region: '110105' }).where('hash', '=', bad.hash).execute(),
  );
  expect((await office.lists()).letters.some(({ hash }) => hash === bad.hash)).toBe(false);
  expect((await admin.request(office.pathOf(wang, bad))).status).toBe(404);
});
