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

/** Another process on the same database, as far as the server can tell. */
const elsewhere = async <T>(work: (store: Store) => Promise<T>): Promise<T> => {
  const store = await openStore(await databaseOf(server.dataDir));
  try {
    return await work(store);
  } finally {
    await store.close();
  }
};

/** Short, so that a test sees some. */
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

test('[V1] it says so when it opens, and after a report, a thumbnail and a photo; what changed it never says', async () => {
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

test('[V1] what changes nothing is not told', async () => {
  const report = await wang.reports();
  await wang.push(report);
  const desk = await listens(chen);
  await desk.until(({ news }) => news === 1);
  await wang.push(report);
  await wang.asksFor(['a'.repeat(64)]);
  const { heartbeats } = desk;
  await desk.until((it) => it.heartbeats >= heartbeats + 10);
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

test('[V1] a change that another process made is told', async () => {
  const desk = await listens(chen);
  await desk.until(({ news }) => news === 1);
  await changeElsewhere();
  await desk.until(({ news }) => news === 2);
});

test.runIf(isOnPostgres())('[V1] two servers on one database tell each other’s changes', async () => {
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
});

test('[V1] what changes while somebody begins to listen is not missed', async () => {
  await elsewhere(async ({ read }) => {
    const live = openLive(read, openLog('silent'), 20);
    const { region } = chen.person;
    const first = await live.listen({ person: 'a', device: '1', region });
    expect(await first!.next(0)).toBe('changed');
    await changeElsewhere();
    // The second one joins a watcher that has not seen the change yet.
    const second = await live.listen({ person: 'b', device: '2', region });
    for (const listener of [first!, second!]) expect(await listener.next(20_000)).toBe('changed');
    await live.close();
    expect([await first!.next(0), await second!.next(0), live.listeners()]).toEqual(['ended', 'ended', 0]);
  });
});

test('[V4] a listener that does not read holds one word, however much happens', async () => {
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
  ['nobody', 'nobody', 'notSignedIn'],
  ['a person without their cookie', 'wang', 'notSignedIn'],
  ['another person’s cookie', 'mixed', 'otherPerson'],
  ['a device that is not enrolled', 'device', 'unknownDevice'],
] as const)('[V2] %s is not answered', async (_, who, error) => {
  const headers: Record<typeof who, Record<string, string>> = {
    nobody: {},
    wang: { [PERSON_HEADER]: wang.person.id, [DEVICE_HEADER]: wang.id },
    mixed: { ...wang.headers(), [PERSON_HEADER]: chen.person.id },
    device: { ...wang.headers(), [DEVICE_HEADER]: 'unknown' },
  };
  const response = await fetch(`${server.url}/api/live`, { headers: headers[who] });
  expect([response.status, (await response.json()) as object]).toEqual([
    401,
    expect.objectContaining({ marker: 'grid-patrol', error }),
  ]);
});

test('[V2] a session that ends takes its stream with it, and no other', async () => {
  const zhao = await signIn(server.url, 'zhao');
  const phone = await listens(zhao);
  const desk = await listens(chen);
  await phone.until(({ news }) => news === 1);
  await zhao.request('/api/auth/sign-out', { method: 'POST' });
  await phone.ended;
  const { heartbeats } = desk;
  await desk.until((it) => it.heartbeats > heartbeats);
  expect(server.listeners()).toBe(1);
});

test('[V2] a change of role or scope ends the stream, so that the phone asks who it is', async () => {
  const liu = await signIn(server.url, 'liu');
  const phone = await listens(liu);
  await phone.until(({ news }) => news === 1);
  await elsewhere(({ write }) =>
    write.updateTable('people').set({ role: 'reviewer' }).where('id', '=', liu.person.id).execute(),
  );
  await phone.ended;
});

test('[V3] a newer stream of a device ends the older one', async () => {
  const first = await listens(wang);
  const second = await listens(wang);
  await first.ended;
  expect(server.listeners()).toBe(1);
  await wang.push(await wang.reports());
  await second.until(({ news }) => news === 2);
});

test('[V3] a person has eight; the next is refused, another person is not', async () => {
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
  // A device that has one already takes its own place.
  expect((await listens(zhao[0]!)).status).toBe(200);
  streams[1]!.hangsUp();
  await untilTrue(() => server.listeners() === LISTENERS_A_PERSON);
  expect((await listens(zhao.at(-1)!)).status).toBe(200);
});

test('[V4] it is not compressed and not kept, for browsers and proxies alike', async () => {
  const desk = await listens(chen, { 'accept-encoding': 'gzip, br' });
  expect(Object.fromEntries(desk.headers)).toMatchObject({
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  expect(desk.headers.get('content-encoding')).toBeNull();
  await desk.until(({ heartbeats }) => heartbeats > 0);
});

test('[V4] clients that vanish are forgotten, a question without a stream is none', async () => {
  for (let i = 0; i < 20; i++) {
    const listener = await LiveListener.open(i % 2 ? wang : chen);
    if (i % 3) await listener.until(({ news }) => news > 0);
    listener.hangsUp();
  }
  expect((await chen.request('/api/live', { method: 'HEAD' })).status).toBe(404);
  await untilTrue(() => server.listeners() === 0);
});

test('[V4] a stopping server ends its streams at once, not after its grace', async () => {
  const graceMillis = 60_000;
  const own = await startTestServer({ graceMillis });
  const listeners = [];
  for (const name of ['wang', 'chen']) listeners.push(await LiveListener.open(await signIn(own.url, name)));
  await listeners[0]!.until(({ news }) => news === 1);
  await own.end();
  await Promise.all(listeners.map(({ ended }) => ended));
});
