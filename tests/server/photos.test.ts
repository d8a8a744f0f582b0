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

test('[H5a] a hash that I never claimed is unknown, whoever holds it', async () => {
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

test('[H5b] each device that claims a photo sends it once, whoever sent it before', async () => {
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

test('[H12b] naming the hash of another person in my report does not show me their photo', async () => {
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

test('[H12a] [H12b] a photo is shown, whole and small, to who may see its case and to nobody else', async () => {
  const photo = await claimed(wang);
  const path = `/api/photos/${photo.manifest.sha256}`;
  expect((await chen.request(path)).status).toBe(404);
  await wang.sendsThumbnails([photo]);
  expect((await chen.request(path)).status).toBe(404);
  const small = await chen.request(`${path}/thumbnail`);
  expect(await hashOf(small)).toBe(photo.manifest.thumbnail.sha256);
  await wang.sendsPhoto(photo);
  const whole = await chen.request(path);
  expect(await hashOf(whole)).toBe(photo.manifest.sha256);
  expect(Object.fromEntries(whole.headers)).toMatchObject({
    'content-type': 'image/jpeg',
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, max-age=31536000, immutable',
    'content-security-policy': "default-src 'none'; sandbox",
  });
  for (const name of ['zhao', 'liu', 'zhou'])
    expect((await (await signIn(server.url, name)).request(path)).status).toBe(404);
  expect((await fetch(`${server.url}${path}`)).status).toBe(401);
});

test('many thumbnails come in one body; those no event of mine names are not stored', async () => {
  const photos = Array.from({ length: 20 }, () => takePhoto());
  await wang.push(await wang.reports({ photos }));
  const stranger = takePhoto();
  const results = await wang.sendsThumbnails([...photos, stranger]);
  expect(results.map((result) => result.stored)).toEqual([...photos.map(() => true), false]);
  expect(results.at(-1)).toMatchObject({ sha256: stranger.manifest.thumbnail.sha256, reason: 'notClaimed' });
  const path = `/api/photos/${photos[7]!.manifest.sha256}/thumbnail`;
  expect(await hashOf(await wang.request(path))).toBe(photos[7]!.manifest.thumbnail.sha256);
});

test('a body of thumbnails that is no sequence of frames, or too large, is refused', async () => {
  const post = async (body: Uint8Array<ArrayBuffer>) =>
    saidBy(await wang.request('/api/photos/thumbnails', { method: 'POST', body }));
  expect(await post(new Uint8Array([0, 0, 0, 9, 1]))).toEqual([400, 'malformed']);
  expect(await post(new Uint8Array([0, 0]))).toEqual([400, 'malformed']);
  const manyTiny = packThumbnails(Array.from({ length: 40_000 }, () => new Uint8Array([1])));
  expect(await post(new Uint8Array(manyTiny))).toEqual([400, 'malformed']);
  expect(await post(new Uint8Array(MAX_THUMBNAIL_BATCH_BYTES + 1))).toEqual([413, 'tooLarge']);
});

test('[H6] photos of held, rejected and unreadable-by-signature events are taken like any other', async () => {
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

test('a photo sent while its event is held belongs to the case once the case comes', async () => {
  const photo = takePhoto();
  const report = await wang.reports();
  await chen.push(await chen.addsPhotos(report.caseId, [photo]));
  await chen.sendsPhoto(photo);
  await wang.push(report);
  const row = (await wang.pullsAll()).subjects.find(({ subject }) => subject.id === report.caseId);
  expect(row?.stored).toEqual({ [photo.manifest.sha256]: 'complete' });
});

test('[H9] a photo whose file was lost is asked for again, and never promised', async () => {
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
