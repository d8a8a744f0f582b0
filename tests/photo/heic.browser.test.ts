/** HEIC, which Chromium cannot decode by itself. */
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { commands } from 'vitest/browser';
import { DECODER_CACHE } from '#photo/decoder-cache.ts';
import { heicDecoder } from '#photo/heic-decoder.ts';
import { createPhotoPipeline, type PhotoStage } from '#photo/photo-pipeline.ts';
import { fixture, look, paint, quarters } from './pictures.ts';

const formats = 'photos/formats';
const hasFixtures = (await commands.listFixtures(formats)).length > 0;
const removeDecoder = () => caches.delete(DECODER_CACHE);
beforeEach(async () => void (await removeDecoder()));
afterAll(async () => void (await removeDecoder()));

describe('the file of the decoder', () => {
  test('loaded → stored under its address, once', async () => {
    const fetched = vi.spyOn(globalThis, 'fetch');
    onTestFinished(() => fetched.mockRestore());
    expect(await heicDecoder.stored()).toBeNull();
    await Promise.all([heicDecoder.load(), heicDecoder.load()]);
    await heicDecoder.load();
    expect(fetched).toHaveBeenCalledOnce();
    expect(await heicDecoder.stored()).toBe(fetched.mock.calls[0]![0]);
  });

  test.each([
    ['no link', async () => Promise.reject(new TypeError('Failed to fetch'))],
    [
      'the page of a captive portal',
      async () => new Response('<html>', { headers: { 'content-type': 'text/html' } }),
    ],
    ['an error of the server', async () => new Response('', { status: 503 })],
  ])('%s → not stored; loaded when the link returns', async (_what, answer) => {
    const fetched = vi.spyOn(globalThis, 'fetch').mockImplementationOnce(answer);
    onTestFinished(() => fetched.mockRestore());
    const loaded = heicDecoder.load();
    await vi.waitFor(() => expect(fetched).toHaveBeenCalledOnce());
    expect(await heicDecoder.stored()).toBeNull();
    const again = setInterval(() => dispatchEvent(new Event('online')), 50);
    await loaded;
    clearInterval(again);
    expect(await heicDecoder.stored()).not.toBeNull();
  });
});

describe.skipIf(!hasFixtures)('real HEIC pictures', () => {
  const pipeline = createPhotoPipeline();
  beforeAll(() => () => pipeline.dispose());
  const process = async (name: string, onStage?: (stage: PhotoStage) => void) =>
    pipeline.process(await fixture(`${formats}/${name}`), name, onStage);

  test('the decoder is not on the phone → noDecoder, and it is not fetched', async () => {
    const stages: PhotoStage[] = [];
    expect(await process('cheers_1440x960.heic', (stage) => stages.push(stage))).toEqual({
      ok: false,
      error: 'noDecoder',
    });
    expect(stages).not.toContain('decoding');
    expect(await heicDecoder.stored()).toBeNull();
  });

  test('the decoder is stored → an upright JPEG without metadata; time and position as the camera wrote them', async () => {
    await pipeline.loadDecoder();
    const result = await process('IMG_1034.heic');
    if (!result.ok) throw new Error(`refused as ${result.error}`);
    const { data, width, height, takenAt, position } = result.value;
    expect([width, height]).toEqual([1600, 1200]);
    expect(takenAt).toBe('2018-02-05T15:11:44');
    expect(position?.lat).toBeCloseTo(23.1779, 3);
    expect(position?.lon).toBeCloseTo(113.3943, 3);
    const text = new TextDecoder('latin1').decode(data);
    expect(text).not.toContain('Exif');
    expect(text.startsWith('\xff\xd8\xff')).toBe(true);
  });

  test('rotated in its container → upright once', async () => {
    await pipeline.loadDecoder();
    const result = await process('IMG_2927.HEIC');
    expect(result).toMatchObject({ ok: true, value: { width: 1200, height: 1600 } });
  });

  test('same file twice → same bytes', async () => {
    await pipeline.loadDecoder();
    const [first, second] = [await process('cheers_1440x960.heic'), await process('cheers_1440x960.heic')];
    expect(first.ok && second.ok && first.value.sha256 === second.value.sha256).toBe(true);
  });

  test('several in a row → each in a new worker, which returns the memory of the decoder', async () => {
    await pipeline.loadDecoder();
    const threads: Worker[] = [];
    const own = createPhotoPipeline({
      startWorker: () => {
        threads.push(
          new Worker(new URL('../../src/photo/image-worker.ts', import.meta.url), { type: 'module' }),
        );
        return threads.at(-1)!;
      },
    });
    onTestFinished(() => own.dispose());
    const file = await fixture(`${formats}/samplefilehub.heif`);
    for (let i = 0; i < 3; i++) expect(await own.process(file, 'a.heif')).toMatchObject({ ok: true });
    expect(threads).toHaveLength(3);
  });

  test('the stored file is not the decoder → noDecoder, and the next photo is processed', async () => {
    const broken = { stored: async () => 'data:text/javascript,export{}', load: async () => {} };
    const own = createPhotoPipeline({ decoder: broken });
    onTestFinished(() => own.dispose());
    const file = await fixture(`${formats}/samplefilehub.heif`);
    expect(await own.process(file, 'a.heif')).toEqual({ ok: false, error: 'noDecoder' });
    const jpeg = new Blob([await paint(60, 40, quarters(60, 40))]);
    expect(await own.process(jpeg, 'b.jpg')).toMatchObject({ ok: true, value: { width: 60 } });
  });

  test('a decoder that hangs → stopped, after three times the limit of other photos', async () => {
    const hanging = {
      stored: async () => 'data:text/javascript,await new Promise(() => {})',
      load: async () => {},
    };
    const own = createPhotoPipeline({ decoder: hanging, timeout: 1_000 });
    onTestFinished(() => own.dispose());
    const startedAt = performance.now();
    const file = await fixture(`${formats}/samplefilehub.heif`);
    expect(await own.process(file, 'a.heif')).toEqual({ ok: false, error: 'stopped' });
    expect(performance.now() - startedAt).toBeGreaterThan(2_900);
    const jpeg = new Blob([await paint(60, 40, quarters(60, 40))]);
    expect(await own.process(jpeg, 'b.jpg')).toMatchObject({ ok: true });
  });

  test('its data damaged or cut → an answer, never a hang, and the next photo is processed', async () => {
    await pipeline.loadDecoder();
    const whole = new Uint8Array(await (await fixture(`${formats}/cheers_1440x960.heic`)).arrayBuffer());
    for (const [from, step] of [
      [0, 97],
      [400, 13],
      [4_000, 1],
      [20_000, 3],
    ] as const) {
      const damaged = whole.slice();
      for (let at = from; at < damaged.length; at += step) damaged[at]! ^= 0x5a;
      const result = await pipeline.process(new Blob([damaged]), 'damaged.heic');
      expect(result.ok ? 'ok' : result.error).toMatch(/^(ok|damaged|unsupported|tooLarge)$/);
    }
    const cut = new Blob([whole.subarray(0, whole.length / 2)]);
    expect(await pipeline.process(cut, 'cut.heic')).toEqual({ ok: false, error: 'damaged' });
    const result = await process('cheers_1440x960.heic');
    if (!result.ok) throw new Error(`refused as ${result.error}`);
    expect((await look(result.value.data)).width).toBe(1440);
  });
});
