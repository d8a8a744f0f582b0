/** The demo on a computer without the optional package that draws its pictures. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { demo } from '#demo/demo.ts';
import { playDemo } from '#demo/play.ts';
import type { SubjectRow } from '#domain/protocol/pull.ts';
import type { Demo } from '#server/server.ts';
import { signIn } from '#tests/support/clients/device.ts';
import { makeFolder, startTestServer, type TestServer } from '#tests/support/servers/test-server.ts';

const DAYS = 8;
/** A Saturday. The number of reports depends on the days of the week. */
const clock = () => Date.UTC(2026, 10, 21, 7, 30);

/** The demo, where the import of the drawing package fails. */
const demoWithoutCanvas: Demo = {
  ...demo,
  play: (services, secret, output) =>
    playDemo(services, secret, output, () =>
      Promise.reject(new Error("Cannot find package '@napi-rs/canvas'")),
    ),
};

const running: TestServer[] = [];
const start = async (options: Parameters<typeof startTestServer>[0]) => {
  const notices: string[] = [];
  const onDemoNotice = (line: string) => notices.push(line);
  const server = await startTestServer({ demoDays: DAYS, clock, onDemoNotice, ...options });
  running.push(server);
  return { ...server, notices };
};
afterEach(async () => {
  for (const server of running.splice(0)) await server.end();
});

const casesOf = async (url: string): Promise<readonly SubjectRow[]> =>
  (await (await signIn(url, 'chen')).pullsAll()).subjects;

const photosOf = async (dataDir: string): Promise<readonly string[]> =>
  (await readdir(join(dataDir, 'photos'), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name);

const cutAfter = (batches: number) => (done: number) => {
  if (done === batches) throw new Error('cut off');
};

test('the drawing package is missing → the demo is played without photos, and one line says so', async () => {
  const server = await start({ demo: demoWithoutCanvas });
  expect(server.notices).toEqual([
    'Playing the demo without pictures: the optional package @napi-rs/canvas cannot be loaded.',
  ]);
  const cases = await casesOf(server.url);
  expect(cases.length).toBeGreaterThan(4 * DAYS);
  expect(new Set(cases.map(({ subject }) => subject.state))).toEqual(
    new Set(['reported', 'filed', 'dismissed']),
  );
  for (const { subject } of cases) {
    expect(subject.photos).toEqual([]);
    expect(subject.handled).toBe(false);
    for (const entry of subject.timeline) {
      expect(entry.verdict, `${subject.id} ${entry.type}`).toBe('applied');
      expect(entry.type).not.toBe('case.photoAdded');
    }
  }
  expect(await photosOf(server.dataDir)).toEqual([]);
}, 60_000);

test('the package is installed after a cut → the rest is played without photos too, no event is rejected', async () => {
  const dataDir = await makeFolder();
  const cut = start({ dataDir, databaseUrl: null, demo: demoWithoutCanvas, onDemoProgress: cutAfter(5) });
  await expect(cut).rejects.toThrow('cut off');
  const server = await start({ dataDir, databaseUrl: null });
  expect(server.notices).toEqual(['Playing the demo without pictures: it began without them.']);
  const cases = await casesOf(server.url);
  expect(cases.length).toBeGreaterThan(4 * DAYS);
  for (const { subject } of cases) expect(subject.photos).toEqual([]);
  expect(await photosOf(dataDir)).toEqual([]);
}, 60_000);

test('the package is removed after a cut → the demo ends there, and one line says so', async () => {
  const dataDir = await makeFolder();
  const cut = start({ dataDir, databaseUrl: null, onDemoProgress: cutAfter(5) });
  await expect(cut).rejects.toThrow('cut off');
  let played = 0;
  const onDemoProgress = () => (played += 1);
  const server = await start({ dataDir, databaseUrl: null, demo: demoWithoutCanvas, onDemoProgress });
  expect(server.notices).toEqual([
    'The demo ends early: it began with pictures, and the optional package @napi-rs/canvas cannot be loaded.',
  ]);
  expect(played).toBe(0);
  expect((await casesOf(server.url)).length).toBeGreaterThan(0);
  await server.close();
  expect((await start({ dataDir, databaseUrl: null, onDemoProgress })).notices).toEqual([]);
  expect(played).toBe(0);
}, 60_000);
