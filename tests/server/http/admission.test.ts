import { expect, onTestFinished, test } from 'vitest';
import { openAdmission } from '#server/http/base/admission.ts';
import { openStore } from '#server/store/store.ts';
import { databaseOf } from '#tests/support/database/database.ts';
import { signIn, takePhoto, type Device, type Written } from '#tests/support/clients/device.ts';
import { startTestServer } from '#tests/support/servers/test-server.ts';
import { PROTOCOL_VERSION } from '#domain/protocol/version.ts';

const post = (device: Device, event: Written): Promise<Response> =>
  device.request('/api/sync/push', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      protocol: PROTOCOL_VERSION,
      unsent: 1,
      events: [{ text: event.text, signature: event.signature }],
    }),
  });

/** A short wait in place of Retry-After, which would make the test too slow. */
const shortWait = () => new Promise<void>((resolve) => setTimeout(resolve, 50 + Math.random() * 150));

test('[S10a] [S10e] requests beyond the limit get 503 and Retry-After, 200 pushes and 2 slots → each is stored once', async () => {
  const server = await startTestServer({ requestsAtOnce: 2 });
  onTestFinished(() => server.end());
  const devices = await Promise.all(['wang', 'zhao', 'qian'].map((name) => signIn(server.url, name)));
  const events = await Promise.all(
    Array.from({ length: 200 }, async (_, i) => {
      const device = devices[i % devices.length]!;
      return { device, event: await device.reports() };
    }),
  );
  const answers: { readonly status: number; readonly wait: string | null }[] = [];
  await Promise.all(
    events.map(async ({ device, event }) => {
      for (;;) {
        const response = await post(device, event);
        await response.text();
        answers.push({ status: response.status, wait: response.headers.get('retry-after') });
        if (response.ok) return;
        await shortWait();
      }
    }),
  );
  const refused = answers.filter(({ status }) => status !== 200);
  expect(refused.length).toBeGreaterThan(0);
  expect(refused.filter(({ status, wait }) => status !== 503 || !/^[1-9]\d?$/.test(wait ?? ''))).toEqual([]);
  expect(answers.length - refused.length).toBe(200);

  const store = await openStore(await databaseOf(server.dataDir));
  onTestFinished(() => store.close());
  const stored = await store.read.selectFrom('events').select(['hash', 'verdict']).execute();
  expect(stored.map(({ hash, verdict }) => `${hash} ${verdict}`).sort()).toEqual(
    events.map(({ event }) => `${event.hash} applied`).sort(),
  );
  const cases = await store.read.selectFrom('subjects').select('id').execute();
  expect(cases).toHaveLength(200);
}, 60_000);

test('[S10a] [S10c] a refusal needs no body and photos need no slot, server without slots → 503 at once, photos are stored', async () => {
  const server = await startTestServer();
  onTestFinished(() => server.end());
  const device = await signIn(server.url, 'wang');
  const photo = takePhoto();
  const report = await device.reports({ photos: [photo] });
  await device.push(report);
  await server.close();
  const full = await startTestServer({ dataDir: server.dataDir, requestsAtOnce: 0 });
  onTestFinished(() => full.end());
  const late = device.at(full.url);
  const sending = new AbortController();
  onTestFinished(() => sending.abort());
  const endless = new ReadableStream<Uint8Array>({ start: (out) => out.enqueue(new Uint8Array([123])) });
  const refused = await late.request('/api/sync/push', {
    method: 'POST',
    body: endless,
    duplex: 'half',
    signal: sending.signal,
  } as RequestInit);
  expect([refused.status, await refused.json()]).toEqual([503, expect.objectContaining({ error: 'busy' })]);
  for (const path of ['/api/sync/pull', '/api/photos/have'])
    expect((await late.request(path, { method: path.endsWith('pull') ? 'GET' : 'POST' })).status).toBe(503);
  expect(await late.sendsThumbnails([photo])).toEqual([expect.objectContaining({ stored: true })]);
  expect((await late.sendsPhoto(photo)).status).toBe(201);
});

test('[S10b] Retry-After grows at the pace of the work, 1000 refusals → from 1 s to at most 60 s', () => {
  const clock = { time: 0 };
  const admission = openAdmission(
    1,
    () => clock.time,
    () => 0,
  );
  for (let request = 0; request < 200; request++) {
    const slot = admission.enter();
    clock.time += 50;
    slot?.leave();
  }
  expect(admission.enter()).not.toBeNull();
  expect(admission.enter()).toBeNull();
  const seconds = Array.from({ length: 1000 }, () => admission.nextRetryAfter());
  expect([seconds[0], seconds[9], seconds[99], seconds.at(-1)]).toEqual([1, 2, 20, 60]);
  clock.time += 30_000;
  expect(admission.nextRetryAfter()).toBeLessThanOrEqual(60);
});

test('[S10d] an incomplete body uses no slot, ten silent links and 2 slots → other requests are answered', async () => {
  const server = await startTestServer({ requestsAtOnce: 2 });
  onTestFinished(() => server.end());
  const device = await signIn(server.url, 'wang');
  const leaving = new AbortController();
  onTestFinished(() => leaving.abort());
  const silent = () =>
    device
      .request('/api/sync/push', {
        method: 'POST',
        body: new ReadableStream<Uint8Array>({ start: (out) => out.enqueue(new Uint8Array([123])) }),
        duplex: 'half',
        signal: leaving.signal,
      } as RequestInit)
      .catch(() => null);
  const hanging = Array.from({ length: 10 }, silent);
  expect(await Promise.race([...hanging, new Promise((resolve) => setTimeout(resolve, 500))])).toBe(
    undefined,
  );
  expect((await device.request('/api/sync/pull')).status).toBe(200);
  leaving.abort();
  await Promise.all(hanging);
});
