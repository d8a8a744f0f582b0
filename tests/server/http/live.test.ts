import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { DEVICE_HEADER, PERSON_HEADER } from '#domain/protocol/version.ts';
import { openFeed } from '#server/ledger/feed.ts';
import { LISTENERS_A_PERSON, openLive } from '#server/ledger/live.ts';
import { openLog } from '#server/log.ts';
import { openStore, type Store } from '#server/store/store.ts';
import { databaseOf, isOnPostgres } from '#tests/support/database/database.ts';
import { signIn, takePhoto, type Device } from '#tests/support/clients/device.ts';
import { LiveListener } from '#tests/support/clients/live-listener.ts';
import { untilTrue } from '#tests/support/people/progress.ts';
import { startTestServer, type TestServer } from '#tests/support/servers/test-server.ts';

/** Works on the database with a store of its own. For the server this is another process. */
const elsewhere = async <T>(work: (store: Store) => Promise<T>): Promise<T> => {
  const store = await openStore(await databaseOf(server.dataDir));
  try {
    return await work(store);
  } finally {
    await store.close();
  }
};

/** Short, so that a test gets several heartbeats. */
const HEARTBEAT = 150;

let server: TestServer;
let wang: Device;
let chen: Device;
beforeAll(async () => {
  server = await startTestServer({ heartbeat: HEARTBEAT });
  wang = await signIn(server.url, 'wang');
  chen = await signIn(server.url, 'chen');
});
afterAll(() => server.end());

const open: LiveListener[] = [];
afterEach(async () => {
  for (const listener of open.splice(0)) listener.hangsUp();
  await untilTrue(() => server.listeners() === 0);
});

const listens = async (device: Device, headers: Record<string, string> = {}): Promise<LiveListener> => {
  const listener = await LiveListener.open(device, headers);
  open.push(listener);
  return listener;
};

test('[V1a] [V1b] [V1c] the stream signals every change, open, report, thumbnail, photo → four times "changed" without data', async () => {
  const desk = await listens(chen);
  expect(desk.status).toBe(200);
  await desk.until(({ news }) => news === 1);
  const photo = takePhoto();
  const steps = [
    async () => wang.push(await wang.reports({ photos: [photo] })),
    () => wang.sendsThumbnails([photo]),
    () => wang.sendsPhoto(photo),
  ];
  for (const [done, step] of steps.entries()) {
    await step();
    await desk.until(({ news }) => news >= done + 2);
  }
  expect(desk.text.replaceAll(':\n\n', '')).toBe('data: changed\n\n'.repeat(4));
});

test('[V1c] only changes are signalled, repeated push and `have` → no signal', async () => {
  const report = await wang.reports();
  await wang.push(report);
  const desk = await listens(chen);
  await desk.until(({ news }) => news === 1);
  await wang.push(report);
  await wang.asksFor(['a'.repeat(64)]);
  const { heartbeats } = desk;
  await desk.until((listener) => listener.heartbeats >= heartbeats + 10);
  expect(desk.news).toBe(1);
});

const changeElsewhere = (): Promise<void> =>
  elsewhere(({ write }) =>
    write.transaction().execute(async (tx) => {
      const feed = await openFeed(tx, chen.person.region);
      feed.take(null);
      await feed.close();
    }),
  );

test('[V1c] every change is signalled, made by another process → signal', async () => {
  const desk = await listens(chen);
  await desk.until(({ news }) => news === 1);
  await changeElsewhere();
  await desk.until(({ news }) => news === 2);
});

test.runIf(isOnPostgres())(
  '[V1c] every change is signalled, two servers on one database → signals at both',
  async () => {
    const other = await startTestServer({ dataDir: server.dataDir, heartbeat: HEARTBEAT });
    const zhao = await signIn(other.url, 'zhao');
    const [here, there] = [await listens(chen), await listens(zhao)];
    for (const listener of [here, there]) await listener.until(({ news }) => news === 1);
    const report = await zhao.reports();
    await zhao.push(report);
    for (const listener of [here, there]) await listener.until(({ news }) => news === 2);
    expect((await chen.pullsAll()).subjects.map(({ subject }) => subject.id)).toContain(report.caseId);
    await wang.push(await wang.reports());
    for (const listener of [here, there]) await listener.until(({ news }) => news === 3);
    await other.close();
    await there.ended;
  },
);

test('[V1c] no change is missed, change while a listener is added → signal', async () => {
  await elsewhere(async ({ read }) => {
    const live = openLive(read, openLog('silent'), 20);
    const { region } = chen.person;
    const first = await live.listen({ person: 'a', device: '1', region });
    expect(await first!.next(0)).toBe('changed');
    await changeElsewhere();
    // The second listener is added before the timer has polled the change.
    const second = await live.listen({ person: 'b', device: '2', region });
    for (const listener of [first!, second!]) expect(await listener.next(20_000)).toBe('changed');
    await live.close();
    expect([await first!.next(0), await second!.next(0), live.listeners()]).toEqual(['ended', 'ended', 0]);
  });
});

test('[V4c] a stalled listener keeps one signal, twenty changes → one "changed"', async () => {
  await elsewhere(async ({ read }) => {
    const live = openLive(read, openLog('silent'), 1);
    const stalled = await live.listen({ person: 'a', device: '1', region: chen.person.region });
    const awake = await live.listen({ person: 'b', device: '2', region: chen.person.region });
    for (let i = 0; i < 20; i++) {
      expect(await awake!.next(20_000)).toBe('changed');
      await changeElsewhere();
    }
    expect(await awake!.next(20_000)).toBe('changed');
    expect([await stalled!.next(0), await stalled!.next(0)]).toEqual(['changed', 'quiet']);
    await live.close();
  });
});

test.each([
  ['no person', 'nobody', 'notSignedIn'],
  ['a person without their cookie', 'wang', 'notSignedIn'],
  ['another person’s cookie', 'mixed', 'otherPerson'],
  ['a device that is not enrolled', 'device', 'unknownDevice'],
] as const)('[V2a] the stream needs session and device, %s → 401', async (_, sender, error) => {
  const headers: Record<typeof sender, Record<string, string>> = {
    nobody: {},
    wang: { [PERSON_HEADER]: wang.person.id, [DEVICE_HEADER]: wang.id },
    mixed: { ...wang.headers(), [PERSON_HEADER]: chen.person.id },
    device: { ...wang.headers(), [DEVICE_HEADER]: 'unknown' },
  };
  const response = await fetch(`${server.url}/api/live`, { headers: headers[sender] });
  expect([response.status, (await response.json()) as object]).toEqual([
    401,
    expect.objectContaining({ marker: 'grid-patrol', error }),
  ]);
});

test('[V2b] a stream ends with its session, sign-out → its stream ends, others go on', async () => {
  const zhao = await signIn(server.url, 'zhao');
  const phone = await listens(zhao);
  const desk = await listens(chen);
  await phone.until(({ news }) => news === 1);
  await zhao.request('/api/auth/sign-out', { method: 'POST' });
  await phone.ended;
  const { heartbeats } = desk;
  await desk.until((listener) => listener.heartbeats > heartbeats);
  expect(server.listeners()).toBe(1);
});

test('[V2b] a stream ends with its authority, role changed → the stream ends', async () => {
  const liu = await signIn(server.url, 'liu');
  const phone = await listens(liu);
  await phone.until(({ news }) => news === 1);
  await elsewhere(({ write }) =>
    write.updateTable('people').set({ role: 'reviewer' }).where('id', '=', liu.person.id).execute(),
  );
  await phone.ended;
});

test('[V3a] a device has one stream, newer stream → the older one ends', async () => {
  const first = await listens(wang);
  const second = await listens(wang);
  await first.ended;
  expect(server.listeners()).toBe(1);
  await wang.push(await wang.reports());
  await second.until(({ news }) => news === 2);
});

test('[V3b] a person has at most eight streams, the ninth → 429, other people → 200', async () => {
  const zhao = await Promise.all(
    Array.from({ length: LISTENERS_A_PERSON + 1 }, () => signIn(server.url, 'zhao')),
  );
  const streams: LiveListener[] = [];
  for (const device of zhao.slice(0, LISTENERS_A_PERSON)) streams.push(await listens(device));
  expect(streams.map(({ status }) => status)).toEqual(Array(8).fill(200));
  const refused = await listens(zhao.at(-1)!);
  await refused.ended;
  expect([refused.status, JSON.parse(refused.text)]).toEqual([
    429,
    expect.objectContaining({ error: 'busy' }),
  ]);
  expect((await listens(chen)).status).toBe(200);
  // A device with a stream replaces its own.
  expect((await listens(zhao[0]!)).status).toBe(200);
  streams[1]!.hangsUp();
  await untilTrue(() => server.listeners() === LISTENERS_A_PERSON);
  expect((await listens(zhao.at(-1)!)).status).toBe(200);
});

test('[V4a] [V4b] a stream is neither compressed nor cached, opened → headers for browsers and proxies', async () => {
  const desk = await listens(chen, { 'accept-encoding': 'gzip, br' });
  expect(Object.fromEntries(desk.headers)).toMatchObject({
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  expect(desk.headers.get('content-encoding')).toBeNull();
  await desk.until(({ heartbeats }) => heartbeats > 0);
});

test('[V4d] a listener is removed with its client, connections closed → none left; HEAD → 404', async () => {
  for (let i = 0; i < 20; i++) {
    const listener = await LiveListener.open(i % 2 ? wang : chen);
    if (i % 3) await listener.until(({ news }) => news > 0);
    listener.hangsUp();
  }
  expect((await chen.request('/api/live', { method: 'HEAD' })).status).toBe(404);
  await untilTrue(() => server.listeners() === 0);
});

test('[V4e] a stopping server ends its streams, long grace period → at once', async () => {
  const graceMillis = 60_000;
  const own = await startTestServer({ graceMillis });
  const listeners = [];
  for (const name of ['wang', 'chen']) listeners.push(await LiveListener.open(await signIn(own.url, name)));
  await listeners[0]!.until(({ news }) => news === 1);
  await own.end();
  await Promise.all(listeners.map(({ ended }) => ended));
});
