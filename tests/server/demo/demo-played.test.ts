/** The demo as a new user gets it: played on an empty folder, then read over the HTTP interface. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { gridAt } from '#domain/place/grid.ts';
import { MAX_THUMBNAIL_BYTES } from '#domain/ledger/photo-manifest.ts';
import type { SubjectRow } from '#domain/protocol/pull.ts';
import { demoGrids } from '#demo/grids.ts';
import { signIn } from '#tests/support/clients/device.ts';
import { isFullRun } from '#tests/support/run/full-run.ts';
import { killServers, runServer } from '#tests/support/servers/server-process.ts';
import { makeFolder, startTestServer, type TestServer } from '#tests/support/servers/test-server.ts';

/** Of the sixty that ship: what is promised of them is the same, and drawing takes its time. */
const DAYS = isFullRun ? 10 : 5;
const PLAY_MILLIS = 120_000;
const CUT_DAYS = 3;

const running: TestServer[] = [];
const start = async (options: Parameters<typeof startTestServer>[0]) => {
  const server = await startTestServer(options);
  running.push(server);
  return server;
};
afterEach(async () => {
  killServers();
  for (const server of running.splice(0)) await server.end();
});

const casesOf = async (url: string): Promise<readonly SubjectRow[]> =>
  (await (await signIn(url, 'chen')).pullsAll()).subjects;

const sha256Of = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** Every file under `photos/` by its name. Fails if a name is not the hash of the bytes. */
const photosOnDisk = async (dataDir: string): Promise<Map<string, Buffer>> => {
  const files = new Map<string, Buffer>();
  for (const entry of await readdir(join(dataDir, 'photos'), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const bytes = await readFile(join(entry.parentPath, entry.name));
    expect(sha256Of(bytes)).toBe(entry.name);
    files.set(entry.name, bytes);
  }
  return files;
};

describe('a demo', () => {
  let full: TestServer;
  let cases: readonly SubjectRow[];
  let files: Map<string, Buffer>;
  const progress: number[] = [];

  beforeAll(async () => {
    full = await startTestServer({
      demoDays: DAYS,
      // Fixed, since the number of reports depends on the days of the week.
      clock: () => Date.UTC(2026, 10, 21, 7, 30),
      onDemoProgress: (done, total) => progress.push(done / total),
    });
    cases = await casesOf(full.url);
    files = await photosOnDisk(full.dataDir);
  }, PLAY_MILLIS);
  afterAll(() => full?.end());

  test('the demo fills its days, played → cases in three states, every event applied', () => {
    expect(cases.length).toBeGreaterThan(4 * DAYS);
    expect(cases.length).toBeLessThan(6 * DAYS);
    const days = new Set(cases.map(({ subject }) => new Date(subject.reportedAt).toISOString().slice(0, 10)));
    expect(days.size).toBeGreaterThanOrEqual(DAYS - 2);
    expect(new Set(cases.map(({ subject }) => subject.state))).toEqual(
      new Set(['reported', 'filed', 'dismissed']),
    );
    for (const { subject } of cases)
      for (const line of subject.timeline) expect(line.verdict, `${subject.id} ${line.type}`).toBe('applied');
    for (const { subject } of cases)
      if (subject.position) expect(gridAt(demoGrids, subject.position)?.code).toBe(subject.grid);
  });

  test('reports wait for signal, played → some are received later, none before its time', () => {
    const waits = cases.map(({ subject }) => (subject.timeline[0]!.receivedAt ?? 0) - subject.reportedAt);
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(0);
    expect(waits.filter((wait) => wait > 8 * 60_000).length).toBeGreaterThan(DAYS / 3);
  });

  test('photos are stored, played → all except the last photo of three undecided reports', () => {
    const manifest = cases.flatMap(({ subject, stored }) =>
      subject.photos.map((photo) => ({ photo, state: stored[photo.sha256], subject })),
    );
    for (const { photo } of manifest) {
      expect(files.get(photo.thumbnail.sha256)?.length).toBe(photo.thumbnail.bytes);
      expect(photo.thumbnail.bytes).toBeLessThanOrEqual(MAX_THUMBNAIL_BYTES);
    }
    const missing = manifest.filter(({ state }) => state !== 'complete');
    expect(missing).toHaveLength(3);
    for (const { subject } of missing) expect(subject.state).toBe('reported');
    for (const { photo, state } of manifest)
      expect(files.get(photo.sha256)?.length).toBe(state === 'complete' ? photo.bytes : undefined);
  });

  test('photos match their manifest, decoded → JPEGs of the named size', async () => {
    const complete = cases.flatMap(({ subject, stored }) =>
      subject.photos.filter((photo) => stored[photo.sha256] === 'complete'),
    );
    for (const photo of complete.filter((_, i) => i % 40 === 0)) {
      const image = await loadImage(files.get(photo.sha256)!);
      expect([image.width, image.height]).toEqual([photo.width, photo.height]);
      expect([image.width, image.height].toSorted((a, b) => a - b)).toEqual([960, 1280]);
      const small = await loadImage(files.get(photo.thumbnail.sha256)!);
      expect(Math.max(small.width, small.height)).toBe(320);
    }
  });

  const SIDE = 12;

  /** A picture as 12 × 12 colours. */
  const downsample = async (bytes: Buffer): Promise<Uint8ClampedArray> => {
    const context = createCanvas(SIDE, SIDE).getContext('2d');
    context.drawImage(await loadImage(bytes), 0, 0, SIDE, SIDE);
    return context.getImageData(0, 0, SIDE, SIDE).data;
  };

  test('pictures differ, scaled to 12 × 12 → no two are nearly equal', async () => {
    const photos = cases.flatMap(({ subject }) => subject.photos);
    expect(new Set(photos.map((photo) => photo.sha256)).size).toBe(photos.length);
    const thumbnails = new Set(photos.map((photo) => photo.thumbnail.sha256));
    expect(thumbnails.size).toBe(photos.length);
    const samples = await Promise.all([...thumbnails].map((sha256) => downsample(files.get(sha256)!)));
    let nearest = Infinity;
    for (const [i, a] of samples.entries())
      for (const b of samples.slice(i + 1)) {
        let sum = 0;
        for (let at = 0; at < a.length; at++) sum += (a[at]! - b[at]!) ** 2;
        nearest = Math.min(nearest, Math.sqrt(sum / a.length));
      }
    expect(nearest).toBeGreaterThan(3);
  });

  test('progress grows, played → ends at 1', () => {
    expect(progress.at(-1)).toBe(1);
    for (const [i, share] of progress.entries()) expect(share).toBeGreaterThan(progress[i - 1] ?? 0);
  });
});

test('the story is played once, killed in the middle → the next start completes it without duplicates', async () => {
  const dataDir = await makeFolder();
  const victim = runServer(['--port', '0', '--data-dir', dataDir, '--demo-days', String(CUT_DAYS)], {
    NODE_OPTIONS: '--import tsx --import ./tests/support/servers/dies-mid-work.ts',
    DIES_AT_RENAME: '10',
  });
  await victim.ended();
  expect(victim.stdout()).not.toContain('Listening');
  const cut = await photosOnDisk(dataDir);
  expect(cut.size).toBeGreaterThanOrEqual(10);

  const before: number[] = [];
  const again = await start({
    dataDir,
    databaseUrl: null,
    demoDays: CUT_DAYS,
    onDemoProgress: (done, total) => before.push(done, total),
  });
  expect(before.length).toBeGreaterThan(0);
  const rows = await casesOf(again.url);
  const events = rows.flatMap(({ subject }) => subject.timeline.map((line) => line.eventId));
  expect(new Set(events).size).toBe(events.length);
  const descriptions = rows.map(({ subject }) => subject.description);
  expect(new Set(descriptions).size).toBe(rows.length);
  const disk = await photosOnDisk(dataDir);
  expect(disk.size).toBeGreaterThan(cut.size);
  const photos = rows.flatMap(({ subject }) => subject.photos);
  const present = photos.filter((photo) => disk.has(photo.sha256));
  expect(photos.length - present.length).toBeLessThanOrEqual(3);
  expect(disk.size).toBe(photos.length + present.length);
}, 120_000);

test('the story is played on a first start only, folder without story → later starts play nothing', async () => {
  const first = await start({ isFirstStart: true, demoDays: 0 });
  const { dataDir } = first;
  expect(await casesOf(first.url)).toEqual([]);
  await first.close();
  let played = 0;
  const second = await start({ dataDir, demoDays: CUT_DAYS, onDemoProgress: () => (played += 1) });
  expect(played).toBe(0);
  expect(await casesOf(second.url)).toEqual([]);
}, 60_000);

test('the story never mixes with real work, cut and a real device enrolled → the rest is not played', async () => {
  const dataDir = await makeFolder();
  const cut = start({
    dataDir,
    demoDays: CUT_DAYS,
    onDemoProgress: (done) => {
      if (done === 3) throw new Error('cut off');
    },
  });
  await expect(cut).rejects.toThrow('cut off');
  const withoutStory = await start({ dataDir, demoDays: 0 });
  const wang = await signIn(withoutStory.url, 'wang');
  await wang.push(await wang.reports());
  const cases = (await casesOf(withoutStory.url)).length;
  await withoutStory.close();
  let played = 0;
  const later = await start({ dataDir, demoDays: CUT_DAYS, onDemoProgress: () => (played += 1) });
  expect(played).toBe(0);
  expect((await casesOf(later.url)).length).toBe(cases);
}, 60_000);
