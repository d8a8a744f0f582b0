import { afterAll, describe, expect, test } from 'vitest';
import { MAX_THUMBNAIL_BYTES } from '#domain/ledger/photo-manifest.ts';
import { createPhotoPipeline, type PhotoStage, type ProcessedPhoto } from '#photo/photo-pipeline.ts';
import { coarse, look, noise, paint, quarters } from './pictures.ts';

const pipeline = createPhotoPipeline();
afterAll(() => pipeline.dispose());

const processed = async (file: Blob): Promise<ProcessedPhoto> => {
  const result = await pipeline.process(file, 'photo.jpg');
  if (!result.ok) throw new Error(`refused as ${result.error}`);
  return result.value;
};

const picture = async (width: number, height: number) =>
  new Blob([await paint(width, height, quarters(width, height))]);

const hashOf = async (data: ArrayBuffer): Promise<string> =>
  [...new Uint8Array(await crypto.subtle.digest('SHA-256', data))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');

describe('photo', () => {
  test.each([
    [1600, 1200, 1600, 1200],
    [1601, 1200, 1600, 1199],
    [3000, 4000, 1200, 1600],
    [4608, 1976, 1600, 686],
    [640, 480, 640, 480],
    [2400, 100, 1600, 67],
    [3000, 1, 1600, 1],
    [1, 1, 1, 1],
  ])(
    '%i x %i → %i x %i, never larger, in proportion to a pixel',
    async (width, height, toWidth, toHeight) => {
      const photo = await processed(await picture(width, height));
      const seen = await look(photo.data);
      expect([photo.width, photo.height]).toEqual([seen.width, seen.height]);
      expect(Math.max(Math.abs(seen.width - toWidth), Math.abs(seen.height - toHeight))).toBeLessThanOrEqual(
        1,
      );
      expect(Math.max(seen.width, seen.height)).toBeLessThanOrEqual(Math.max(toWidth, toHeight));
    },
  );

  test('[D13a] [D13d] 48 megapixels → 1600 pixels, with a thumbnail of at most 15 KB', async () => {
    const { width, height, data, thumbnail } = await processed(await picture(8000, 6000));
    expect([width, height]).toEqual([1600, 1200]);
    const [large, small] = [await look(data), await look(thumbnail.data)];
    for (const [x, y] of [
      [0.25, 0.25],
      [0.75, 0.25],
      [0.25, 0.75],
      [0.75, 0.75],
    ] as const)
      for (const [at, channel] of small.at(x, y).entries())
        expect(Math.abs(channel - large.at(x, y)[at]!)).toBeLessThan(25);
    expect(thumbnail.data.byteLength).toBeLessThanOrEqual(15_000);
  });

  test('[H1a] photo and thumbnail → JPEGs named by the hash of their bytes', async () => {
    const photo = await processed(await picture(800, 600));
    for (const { sha256, data } of [photo, photo.thumbnail]) {
      expect([...new Uint8Array(data, 0, 3)]).toEqual([0xff, 0xd8, 0xff]);
      expect(sha256).toBe(await hashOf(data));
    }
  });

  test('same file twice → same bytes', async () => {
    const file = await picture(2000, 1500);
    const [first, second] = [await processed(file), await processed(file)];
    expect(second.sha256).toBe(first.sha256);
    expect(second.thumbnail.sha256).toBe(first.thumbnail.sha256);
  });
});

describe('thumbnail', () => {
  test.each([
    [2000, 1500],
    [400, 400],
    [320, 320],
  ])('[D13d] noise of %i x %i → still fits', async (width, height) => {
    const { thumbnail } = await processed(new Blob([await paint(width, height, noise(width, height))]));
    expect(thumbnail.data.byteLength).toBeLessThanOrEqual(MAX_THUMBNAIL_BYTES);
  });

  test('long edge 320 → shows the same picture', async () => {
    const photo = await processed(await picture(900, 1200));
    const seen = await look(photo.thumbnail.data);
    expect([seen.width, seen.height]).toEqual([240, 320]);
    const [large, small] = [await coarse(photo.data), await coarse(photo.thumbnail.data)];
    expect(Math.max(...small.map((part, index) => Math.abs(part - large[index]!)))).toBeLessThan(25);
  });
});

describe('progress', () => {
  test('stages → reported in order, none after the answer', async () => {
    const stages: PhotoStage[] = [];
    await pipeline.process(await picture(2000, 1500), 'photo.jpg', (stage) => stages.push(stage));
    const atAnswer = [...stages];
    await processed(await picture(10, 10));
    expect(atAnswer).toEqual(['waiting', 'reading', 'resizing', 'thumbnail', 'hashing']);
    expect(stages).toEqual(atAnswer);
  });

  test('[D13b] several photos, one refused → processed one at a time, in order', async () => {
    const files = [await picture(3000, 2000), new Blob([]), await picture(30, 20)];
    const log: string[] = [];
    await Promise.all(
      files.map((file, index) =>
        pipeline
          .process(file, 'photo.jpg', (stage) => log.push(`${index} ${stage}`))
          .then((result) => log.push(`${index} ${result.ok ? 'done' : result.error}`)),
      ),
    );
    expect(log.slice(0, 3)).toEqual(['0 waiting', '1 waiting', '2 waiting']);
    const order = log.slice(3).map((line) => line[0]);
    expect(order).toEqual([...order].sort());
    expect(log).toContain('1 empty');
    expect(log.at(-1)).toBe('2 done');
  });
});

/** Starts a worker with the failing script first, then real workers. */
const failingFirst = (script: string) => {
  let started = 0;
  return () => {
    started += 1;
    if (started > 1)
      return new Worker(new URL('../../src/photo/image-worker.ts', import.meta.url), { type: 'module' });
    return new Worker(URL.createObjectURL(new Blob([script], { type: 'text/javascript' })));
  };
};

describe('failing worker', () => {
  test.each([
    ['hangs', 2_500, 'onmessage = () => {}'],
    ['spins', 2_500, 'onmessage = () => { for (;;); }'],
    ['throws', 60_000, 'onmessage = () => { throw new Error("broken"); }'],
    ['does not start', 60_000, 'throw new Error("broken")'],
  ])('%s → that photo is stopped, the next one is processed', async (_, timeout, script) => {
    const failing = createPhotoPipeline({ startWorker: failingFirst(script), timeout });
    const [first, second] = await Promise.all([
      failing.process(await picture(20, 20), 'a.jpg'),
      failing.process(await picture(30, 20), 'b.jpg'),
    ]);
    failing.dispose();
    expect(first).toEqual({ ok: false, error: 'stopped' });
    expect(second).toMatchObject({ ok: true, value: { width: 30 } });
  });

  test('dispose → queued and later photos are answered with stopped', async () => {
    const closed = createPhotoPipeline();
    const queued = [
      closed.process(await picture(3000, 2000), 'a.jpg'),
      closed.process(await picture(30, 20), 'b.jpg'),
    ];
    closed.dispose();
    const answers = [...(await Promise.all(queued)), await closed.process(await picture(30, 20), 'c.jpg')];
    expect(answers.map((answer) => answer.ok || answer.error)).toEqual(['stopped', 'stopped', 'stopped']);
  });
});

test('worker after four photos → ends, and the fifth photo uses a new one', async () => {
  const threads: Worker[] = [];
  const own = createPhotoPipeline({
    startWorker: () => {
      const url = new URL('../../src/photo/image-worker.ts', import.meta.url);
      threads.push(new Worker(url, { type: 'module' }));
      return threads.at(-1)!;
    },
  });
  const file = await picture(8, 6);
  const results = await Promise.all(Array.from({ length: 5 }, () => own.process(file, 'photo.jpg')));
  own.dispose();
  expect(results.every(({ ok }) => ok)).toBe(true);
  expect(threads).toHaveLength(2);
});
