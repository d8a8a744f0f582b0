import { afterAll, beforeAll, expect, test } from 'vitest';
import { signIn, takePhoto } from '#tests/support/clients/device.ts';
import { startTestServer, type TestServer } from '#tests/support/servers/test-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.end());

test('a report travels from phone to desk and back, with a photo → filed, and the reporter pulls it', async () => {
  const wang = await signIn(server.url, 'wang');
  const photo = takePhoto();
  const report = await wang.reports({ photos: [photo] });
  expect(await wang.push(report)).toMatchObject({ verdict: 'applied', duplicate: false, reason: null });
  expect(await wang.sendsThumbnails([photo])).toEqual([
    { sha256: photo.manifest.thumbnail.sha256, stored: true, reason: null },
  ]);
  expect((await wang.sendsPhoto(photo)).status).toBe(201);

  const chen = await signIn(server.url, 'chen');
  const page = await chen.pulls();
  expect(page.subjects[0]?.stored).toEqual({ [photo.manifest.sha256]: 'complete' });
  expect(page.reference.length).toBeGreaterThan(40);
  expect(await chen.push(await chen.files(report.caseId))).toMatchObject({ verdict: 'applied' });
  const viewed = await chen.request(`/api/photos/${photo.manifest.sha256}`);
  expect(Buffer.from(await viewed.arrayBuffer()).equals(photo.bytes)).toBe(true);

  const back = await wang.pulls();
  expect(back.subjects[0]?.subject.state).toBe('filed');
});
