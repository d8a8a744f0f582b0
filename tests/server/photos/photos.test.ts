import { afterAll, beforeAll, expect, test } from 'vitest';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { MAX_THUMBNAIL_BATCH_BYTES, packThumbnails } from '#domain/protocol/photos.ts';
import { claimed, saidBy, stateOf } from '#tests/support/data/claimed-photo.ts';
import { sha256Of, signIn, takePhoto, type Device } from '#tests/support/clients/device.ts';
import { startTestServer, type TestServer } from '#tests/support/servers/test-server.ts';

let server: TestServer;
let wang: Device;
let chen: Device;
beforeAll(async () => {
  server = await startTestServer();
  wang = await signIn(server.url, 'wang');
  chen = await signIn(server.url, 'chen');
});
afterAll(() => server.end());

const hashOf = async (response: Response): Promise<string> =>
  sha256Of(new Uint8Array(await response.arrayBuffer()));

test('[H5a] an unclaimed hash is unknown, another device sent the photo → 404 and no receipt', async () => {
  const stored = await claimed(wang);
  await wang.sendsPhoto(stored);
  for (const photo of [stored, takePhoto()]) {
    expect(await saidBy(await chen.sendsPhoto(photo))).toEqual([404, 'notClaimed']);
    expect(await saidBy(await chen.resumesPhoto(photo, 0))).toEqual([404, 'notClaimed']);
    expect(await chen.offsetOf(photo)).toBeNull();
    expect(await stateOf(chen, photo)).toMatchObject({ state: 'unknown', offset: 0, receipt: null });
  }
  expect((await wang.request('/api/photos/not-a-hash', { method: 'PUT', body: 'x' })).status).toBe(404);
});

test('[H5b] each device sends its claimed bytes once, second device with the same photo → sends it, then complete', async () => {
  const photo = await claimed(wang);
  await wang.sendsPhoto(photo);
  const second = await signIn(server.url, 'wang');
  const report = await second.reports({ photos: [photo] });
  await second.push(report);
  expect(await stateOf(second, photo)).toMatchObject({ state: 'unknown', receipt: null });
  expect((await chen.pullsAll()).subjects.find((row) => row.subject.id === report.caseId)?.stored).toEqual(
    {},
  );
  expect((await second.sendsPhoto(photo)).status).toBe(201);
  expect(await stateOf(second, photo)).toMatchObject({ state: 'complete' });
  const again = await second.reports({ photos: [photo] });
  await second.push(again);
  expect(await stateOf(second, photo)).toMatchObject({ state: 'complete' });
  expect((await chen.pullsAll()).subjects.find((row) => row.subject.id === again.caseId)?.stored).toEqual({
    [photo.manifest.sha256]: 'complete',
  });
});

test('[H12b] knowing a hash gives no access, report with the hash of a foreign photo → 404', async () => {
  const zhao = await signIn(server.url, 'zhao');
  const secret = await claimed(zhao);
  await zhao.sendsThumbnails([secret]);
  await zhao.sendsPhoto(secret);
  await wang.push(await wang.reports({ photos: [secret] }));
  for (const path of [secret.manifest.sha256, `${secret.manifest.sha256}/thumbnail`]) {
    expect((await wang.request(`/api/photos/${path}`)).status).toBe(404);
    expect((await zhao.request(`/api/photos/${path}`)).status).toBe(200);
  }
});

test('[H12a] [H12b] a photo is shown with its case only, photo and thumbnail → 200 for viewers of the case, 404 for others', async () => {
  const photo = await claimed(wang);
  const path = `/api/photos/${photo.manifest.sha256}`;
  expect((await chen.request(path)).status).toBe(404);
  await wang.sendsThumbnails([photo]);
  expect((await chen.request(path)).status).toBe(404);
  const thumbnail = await chen.request(`${path}/thumbnail`);
  expect(await hashOf(thumbnail)).toBe(photo.manifest.thumbnail.sha256);
  await wang.sendsPhoto(photo);
  const full = await chen.request(path);
  expect(await hashOf(full)).toBe(photo.manifest.sha256);
  expect(Object.fromEntries(full.headers)).toMatchObject({
    'content-type': 'image/jpeg',
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, max-age=31536000, immutable',
    'content-security-policy': "default-src 'none'; sandbox",
  });
  for (const name of ['zhao', 'liu', 'zhou'])
    expect((await (await signIn(server.url, name)).request(path)).status).toBe(404);
  expect((await fetch(`${server.url}${path}`)).status).toBe(401);
});

test('one body has many thumbnails, one of them unclaimed → the others are stored', async () => {
  const photos = Array.from({ length: 20 }, () => takePhoto());
  await wang.push(await wang.reports({ photos }));
  const unclaimed = takePhoto();
  const results = await wang.sendsThumbnails([...photos, unclaimed]);
  expect(results.map((result) => result.stored)).toEqual([...photos.map(() => true), false]);
  expect(results.at(-1)).toMatchObject({ sha256: unclaimed.manifest.thumbnail.sha256, reason: 'notClaimed' });
  const path = `/api/photos/${photos[7]!.manifest.sha256}/thumbnail`;
  expect(await hashOf(await wang.request(path))).toBe(photos[7]!.manifest.thumbnail.sha256);
});

test('a body of thumbnails is checked, wrong frames or too large → 400 or 413', async () => {
  const post = async (body: Uint8Array<ArrayBuffer>) =>
    saidBy(await wang.request('/api/photos/thumbnails', { method: 'POST', body }));
  expect(await post(new Uint8Array([0, 0, 0, 9, 1]))).toEqual([400, 'malformed']);
  expect(await post(new Uint8Array([0, 0]))).toEqual([400, 'malformed']);
  const manyTiny = packThumbnails(Array.from({ length: 40_000 }, () => new Uint8Array([1])));
  expect(await post(new Uint8Array(manyTiny))).toEqual([400, 'malformed']);
  expect(await post(new Uint8Array(MAX_THUMBNAIL_BATCH_BYTES + 1))).toEqual([413, 'tooLarge']);
});

test('[H6] photos of unapplied events are stored, held or rejected or badly signed → complete, but not shown', async () => {
  const [held, rejected, forged] = [takePhoto(), takePhoto(), takePhoto()];
  expect(await wang.push(await wang.addsPhotos(crypto.randomUUID(), [held]))).toMatchObject({
    verdict: 'held',
  });
  const unknownHazard = await wang.reports({ hazard: 'ZZ99', photos: [rejected] });
  expect(await wang.push(unknownHazard)).toMatchObject({ verdict: 'rejected' });
  const { text } = await wang.reports({ photos: [forged] });
  expect(await wang.push({ text, signature: 'AAAA' })).toMatchObject({ reason: 'badSignature' });
  for (const photo of [held, rejected, forged]) {
    expect((await wang.sendsPhoto(photo)).status).toBe(201);
    expect(await stateOf(wang, photo)).toMatchObject({ state: 'complete' });
    expect((await chen.request(`/api/photos/${photo.manifest.sha256}`)).status).toBe(404);
  }
});

test('a held event keeps its photo, the case arrives → the photo belongs to the case', async () => {
  const photo = takePhoto();
  const report = await wang.reports();
  await chen.push(await chen.addsPhotos(report.caseId, [photo]));
  await chen.sendsPhoto(photo);
  await wang.push(report);
  const row = (await wang.pullsAll()).subjects.find(({ subject }) => subject.id === report.caseId);
  expect(row?.stored).toEqual({ [photo.manifest.sha256]: 'complete' });
});

test('[H9] a photo without its file has no receipt, file deleted → offset 0, and it is stored again', async () => {
  const photo = await claimed(wang);
  await wang.sendsThumbnails([photo]);
  await wang.sendsPhoto(photo);
  const { sha256, thumbnail } = photo.manifest;
  for (const hash of [sha256, thumbnail.sha256])
    await rm(join(server.dataDir, 'photos', hash.slice(0, 2), hash));
  expect(await stateOf(wang, photo)).toMatchObject({ state: 'unknown', receipt: null });
  expect(await wang.offsetOf(photo)).toBe(0);
  expect((await wang.request(`/api/photos/${sha256}`)).status).toBe(404);
  expect((await wang.sendsPhoto(photo)).status).toBe(201);
  await wang.sendsThumbnails([photo]);
  expect(await stateOf(wang, photo)).toMatchObject({ state: 'complete' });
  for (const path of [sha256, `${sha256}/thumbnail`])
    expect((await wang.request(`/api/photos/${path}`)).status).toBe(200);
});
