import { utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { signIn, takePhoto } from '#tests/support/clients/device.ts';
import { startTestServer } from '#tests/support/servers/test-server.ts';

test('partial files are kept for 30 days, restart → a file of 31 days is deleted, a recent one stays', async () => {
  const first = await startTestServer();
  const phone = await signIn(first.url, 'wang');
  const [old, recent] = [takePhoto(), takePhoto()];
  await phone.push(await phone.reports({ photos: [old, recent] }));
  for (const photo of [old, recent]) await phone.resumesPhoto(photo, 0, 10_000);
  await first.close();
  const path = join(first.dataDir, 'partial', phone.id, `${old.manifest.sha256}.partial`);
  const longAgo = Date.now() / 1000 - 31 * 24 * 3600;
  await utimes(path, longAgo, longAgo);
  const second = await startTestServer({ dataDir: first.dataDir, port: first.port });
  expect(await phone.offsetOf(old)).toBe(0);
  expect(await phone.offsetOf(recent)).toBe(10_000);
  await second.end();
});

test('[P5] answered data survives a restart, restart → same session, verdict, receipt, cursor and upload offset', async () => {
  const first = await startTestServer();
  const phone = await signIn(first.url, 'wang');
  const [complete, partial] = [takePhoto(100_000), takePhoto(100_000)];
  const report = await phone.reports({ photos: [complete, partial] });
  const verdict = await phone.push(report);
  await phone.sendsPhoto(complete);
  await phone.resumesPhoto(partial, 0, 60_000);
  const [{ receipt } = { receipt: null }] = await phone.asksFor([complete.manifest.sha256]);
  const { cursor } = await phone.pullsAll();
  await first.close();

  const second = await startTestServer({ dataDir: first.dataDir, port: first.port });
  expect(await phone.push(report)).toEqual({ ...verdict, duplicate: true });
  expect(await phone.asksFor([complete.manifest.sha256])).toMatchObject([{ state: 'complete', receipt }]);
  expect(await phone.pulls(cursor)).toMatchObject({ reset: false, subjects: [] });
  expect(await phone.offsetOf(partial)).toBe(60_000);
  expect((await phone.resumesPhoto(partial, 60_000)).status).toBe(201);
  await second.end();
});
