import { expect, onTestFinished, test } from 'vitest';
import { DEVICE_HEADER, PERSON_HEADER } from '#domain/protocol/version.ts';
import { liveHabitOf, startLive, type LiveState } from '#sync/coordination/live.ts';
import { eventually } from '#tests/sync/rig.ts';

const CHANGED = 'data: changed\n\n';

type Stream = {
  readonly headers: Headers;
  readonly signal: AbortSignal;
  readonly send: (text: string) => void;
  readonly end: () => void;
};

/** Opens a stream for every request, unless the test sets another answer. */
const fakeServer = () => {
  const server = {
    asked: 0,
    streams: [] as Stream[],
    answer: null as (() => Promise<Response>) | null,
    fetch: (async (path: string, { headers, signal }: RequestInit) => {
      server.asked += 1;
      expect(path).toBe('/api/live');
      if (server.answer) return server.answer();
      let out!: ReadableStreamDefaultController<Uint8Array>;
      const body = new ReadableStream<Uint8Array>({
        start: (controller) => {
          out = controller;
        },
      });
      signal!.addEventListener('abort', () => out.error(new Error('aborted')));
      const utf8 = new TextEncoder();
      server.streams.push({
        headers: new Headers(headers),
        signal: signal!,
        send: (text) => out.enqueue(utf8.encode(text)),
        end: () => out.close(),
      });
      return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
    }) as typeof fetch,
    open: () => server.streams.filter(({ signal }) => !signal.aborted),
  };
  return server;
};

const newPage = (visibilityState = 'visible') => Object.assign(new EventTarget(), { visibilityState });

const setVisibility = (page: ReturnType<typeof newPage>, visibilityState: 'visible' | 'hidden') => {
  page.visibilityState = visibilityState;
  page.dispatchEvent(new Event('visibilitychange'));
};

const newTab = (
  server: ReturnType<typeof fakeServer>,
  {
    person = crypto.randomUUID() as string,
    page = newPage(),
    linger = 0,
    pause = 0,
    now = () => performance.now(),
  } = {},
) => {
  const tab = { news: 0, opened: 0, states: [] as LiveState[] };
  const live = startLive({
    identity: { person, device: 'd1' },
    habit: { linger, pause },
    page,
    fetch: server.fetch,
    now,
    random: () => 0,
    onOpen: () => (tab.opened += 1),
    onNews: () => (tab.news += 1),
    onState: (state) => void tab.states.push(state),
  });
  onTestFinished(() => live.stop());
  return { ...live, tab, page };
};

const aWhile = () => new Promise((resolve) => setTimeout(resolve, 100));

test('[V2a] live stream, first event → the request names person and device; the state becomes on', async () => {
  const server = fakeServer();
  const { tab } = newTab(server, { person: 'wang' });
  await eventually(() => server.open().length === 1);
  const [stream] = server.streams;
  expect([stream!.headers.get(PERSON_HEADER), stream!.headers.get(DEVICE_HEADER)]).toEqual(['wang', 'd1']);
  expect(tab.states).toEqual([]);
  stream!.send(CHANGED);
  await eventually(() => tab.news === 1);
  expect([tab.states, tab.opened]).toEqual([['on'], 1]);
  stream!.send(':\n\n');
  stream!.send('data: chan');
  stream!.send('ged\n\n:\n\n');
  await eventually(() => tab.news === 2);
  expect(tab.opened).toBe(1);
});

test('[V5a] live stream, many events within one pause → one notification, and one more after the pause', async () => {
  const server = fakeServer();
  const { tab } = newTab(server, { pause: 1_000 });
  await eventually(() => server.open().length === 1);
  for (let i = 0; i < 50; i++) server.streams[0]!.send(CHANGED);
  await eventually(() => tab.news === 1);
  for (let i = 0; i < 50; i++) server.streams[0]!.send(CHANGED);
  await eventually(() => tab.news === 2);
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  expect(tab.news).toBe(2);
});

test('[D15c] live stream, clock set back by a day → the next notification waits no longer than the pause', async () => {
  const server = fakeServer();
  const clock = { setBack: 0 };
  const { tab } = newTab(server, { pause: 100, now: () => performance.now() - clock.setBack });
  await eventually(() => server.open().length === 1);
  server.streams[0]!.send(CHANGED);
  await eventually(() => tab.news === 1);
  clock.setBack = 24 * 60 * 60_000;
  server.streams[0]!.send(CHANGED);
  await eventually(() => tab.news === 2);
});

test('[P13e] live stream ends or breaks → is opened again', async () => {
  const server = fakeServer();
  const { tab } = newTab(server);
  await eventually(() => server.streams.length === 1);
  server.streams[0]!.send(CHANGED);
  await eventually(() => tab.states.at(-1) === 'on');
  server.streams[0]!.end();
  await eventually(() => server.streams.length === 2);
  expect(tab.states).toEqual(['on', 'off']);
  server.streams[1]!.send(CHANGED);
  await eventually(() => tab.opened === 2);
});

test.each([
  [
    'a portal’s page',
    () => Promise.resolve(new Response('<html>', { headers: { 'content-type': 'text/html' } })),
  ],
  ['a refusal', () => Promise.resolve(Response.json({ error: 'busy' }, { status: 429 }))],
  ['no link', () => Promise.reject(new TypeError('Failed to fetch'))],
])('[P13e] live stream, %s → stays off and is tried again automatically', async (_, answer) => {
  const server = fakeServer();
  server.answer = answer;
  const { tab } = newTab(server);
  await eventually(() => server.asked >= 3);
  expect([tab.states, tab.news]).toEqual([[], 0]);
  server.answer = null;
  await eventually(() => server.streams.length === 1);
});

test('[P13e] live stream waits for its back-off; online, visible or tap → is tried at once', async () => {
  const server = fakeServer();
  server.answer = () => Promise.reject(new TypeError('Failed to fetch'));
  const page = newPage();
  const live = startLive({
    identity: { person: crypto.randomUUID(), device: 'd1' },
    habit: { linger: 60_000, pause: 0 },
    page,
    fetch: server.fetch,
    now: () => performance.now(),
    // Makes the back-off wait five minutes.
    random: () => 149,
    onOpen: () => {},
    onNews: () => {},
    onState: () => {},
  });
  onTestFinished(() => live.stop());
  await eventually(() => server.asked === 1);
  await aWhile();
  const steps = [
    () => globalThis.dispatchEvent(new Event('online')),
    () => setVisibility(page, 'visible'),
    () => live.retry(),
  ];
  for (const [before, step] of steps.entries()) {
    step();
    await eventually(() => server.asked === before + 2);
    await aWhile();
  }
});

test('[V5f] live stream, page hidden → closes, and opens at once when visible again', async () => {
  const server = fakeServer();
  const { tab, page } = newTab(server);
  await eventually(() => server.open().length === 1);
  server.streams[0]!.send(CHANGED);
  await eventually(() => tab.states.at(-1) === 'on');
  setVisibility(page, 'hidden');
  await eventually(() => server.open().length === 0 && tab.states.at(-1) === 'off');
  await aWhile();
  expect(server.streams).toHaveLength(1);
  setVisibility(page, 'visible');
  await eventually(() => server.open().length === 1);
});

test('[V5f] live stream of a desk, page hidden for less than `linger` → keeps its stream', async () => {
  const server = fakeServer();
  const { tab, page } = newTab(server, { linger: 1_500 });
  await eventually(() => server.open().length === 1);
  server.streams[0]!.send(CHANGED);
  await eventually(() => tab.states.at(-1) === 'on');
  setVisibility(page, 'hidden');
  await aWhile();
  setVisibility(page, 'visible');
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  expect([server.open().length, server.asked]).toEqual([1, 1]);
  setVisibility(page, 'hidden');
  await eventually(() => server.open().length === 0);
});

test('[V5f] live stream, page hidden at the start → does not open', async () => {
  const server = fakeServer();
  const { page } = newTab(server, { page: newPage('hidden') });
  await aWhile();
  expect(server.asked).toBe(0);
  setVisibility(page, 'visible');
  await eventually(() => server.open().length === 1);
});

test('[V5e] live stream, several tabs → one tab listens and all know the state; when it stops, another takes over', async () => {
  const server = fakeServer();
  const person = crypto.randomUUID();
  const first = newTab(server, { person });
  await eventually(() => server.open().length === 1);
  const second = newTab(server, { person });
  server.streams[0]!.send(CHANGED);
  await eventually(() => second.tab.states.at(-1) === 'on');
  const third = newTab(server, { person });
  await eventually(() => third.tab.states.at(-1) === 'on');
  expect([server.asked, second.tab.news, third.tab.news]).toEqual([1, 0, 0]);
  await first.stop();
  await eventually(() => [second, third].every(({ tab }) => tab.states.at(-1) === 'off'));
  await eventually(() => server.open().length === 1);
  server.streams[1]!.send(CHANGED);
  await eventually(() => [second, third].every(({ tab }) => tab.states.at(-1) === 'on'));
  await eventually(() => second.tab.news + third.tab.news > 0);
  expect([second.tab.news + third.tab.news, server.asked]).toEqual([1, 2]);
});

test('[V5h] live stream, stop → ends the stream and every timer', async () => {
  const server = fakeServer();
  const { tab, stop } = newTab(server);
  await eventually(() => server.open().length === 1);
  server.streams[0]!.send(CHANGED);
  await eventually(() => tab.states.at(-1) === 'on');
  await stop();
  expect(server.open()).toEqual([]);
  const { news } = tab;
  globalThis.dispatchEvent(new Event('online'));
  await aWhile();
  expect([server.asked, tab.news]).toEqual([1, news]);
});

test('[V5a] [V5f] live habit of a patroller → listens only while visible and pulls at most four times a minute', () => {
  expect(liveHabitOf('patroller')).toEqual({ linger: 0, pause: 15_000 });
  expect(liveHabitOf('reviewer').linger).toBe(3 * 60_000);
});
