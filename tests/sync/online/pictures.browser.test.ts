import { expect, onTestFinished, test } from 'vitest';
import { ok } from '#domain/base/result.ts';
import { CacheDb } from '#storage/databases/cache-db.ts';
import { trimPictures } from '#storage/photos/cached-pictures.ts';
import { createPictures } from '#sync/online/pictures.ts';
import type { Transport } from '#sync/transport/transport.ts';
import { newPhone, NOON, report, takePhoto } from '#tests/storage/samples.ts';

const setUp = async () => {
  const phone = await newPhone();
  const cache = new CacheDb(phone.signedIn.id);
  onTestFinished(() => cache.close());
  const bytesByPath = new Map<string, ArrayBuffer>();
  const asked: string[] = [];
  const transport: Transport = async ({ path }) => {
    asked.push(path);
    const bytes = bytesByPath.get(path);
    return bytes ? ok({ status: 200, header: () => null, bytes }) : { ok: false, error: 'offline' };
  };
  const identity = { person: phone.signedIn.id, device: phone.signedIn.device };
  const load = createPictures({ db: phone.db, cache, identity, transport, now: () => NOON });
  return { phone, cache, bytesByPath, asked, load };
};

test('picture, bytes on this phone → loaded without a request', async () => {
  const { phone, asked, load } = await setUp();
  const { photos } = await report(phone, 1);
  const [full, thumbnail] = [await load(photos[0]!, 'full'), await load(photos[0]!, 'thumbnail')];
  expect([full.ok && full.value.byteLength, thumbnail.ok && thumbnail.value.byteLength]).toEqual([3000, 300]);
  expect(asked).toEqual([]);
});

test('picture of another phone, loaded twice → fetched once, then cached', async () => {
  const { bytesByPath, asked, load } = await setUp();
  const { photo, pictures } = await takePhoto();
  bytesByPath.set(`/api/photos/${photo.sha256}`, pictures[0]!.data);
  bytesByPath.set(`/api/photos/${photo.sha256}/thumbnail`, pictures[1]!.data);
  for (const size of ['full', 'thumbnail', 'full', 'thumbnail'] as const)
    expect((await load(photo, size)).ok).toBe(true);
  expect(asked).toHaveLength(2);
});

test('[H11] picture, other bytes received → neither returned nor cached', async () => {
  const { cache, bytesByPath, load } = await setUp();
  const { photo } = await takePhoto();
  bytesByPath.set(`/api/photos/${photo.sha256}`, new TextEncoder().encode('<html>').buffer);
  expect(await load(photo, 'full')).toEqual({ ok: false, error: 'hashMismatch' });
  expect(await cache.pictures.count()).toBe(0);
});

test('picture, no link → returns offline', async () => {
  const { load } = await setUp();
  const { photo } = await takePhoto();
  expect(await load(photo, 'full')).toEqual({ ok: false, error: 'offline' });
});

test('trimPictures, too many pictures → keeps the most recently used of each size', async () => {
  const { cache } = await setUp();
  const row = (key: string, usedAt: number) => ({ key, usedAt, data: new ArrayBuffer(1) });
  await cache.pictures.bulkAdd(Array.from({ length: 310 }, (_, i) => row(`full-${i}`, i)));
  await cache.pictures.bulkAdd(Array.from({ length: 2005 }, (_, i) => row(`thumb:${i}`, i)));
  await trimPictures(cache);
  const keys = await cache.pictures.toCollection().primaryKeys();
  expect(keys.filter((key) => key.startsWith('thumb:'))).toHaveLength(2000);
  expect(keys).not.toContain('full-9');
  expect(keys).toContain('full-10');
});
