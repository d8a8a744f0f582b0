import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commands } from 'vitest/browser';
import { MAX_THUMBNAIL_BYTES } from '#domain/ledger/photo-manifest.ts';
import { createPhotoPipeline } from '#photo/photo-pipeline.ts';
import { fixture, paint, quarters } from './pictures.ts';

const pipeline = createPhotoPipeline();
beforeAll(() => pipeline.loadDecoder());
afterAll(() => pipeline.dispose());

const good = await paint(60, 40, quarters(60, 40));
const png = await paint(60, 40, quarters(60, 40), 'image/png');

const expectGoodPhoto = async (): Promise<void> => {
  expect(await pipeline.process(new Blob([good]), 'good.jpg')).toMatchObject({
    ok: true,
    value: { width: 60 },
  });
};

/** Files with a known result. The other files must return any answer and must not crash the worker. */
const knownResults: Record<string, string> = {
  'IllegalArgumentException.HeifReader.processBoxes.heif': 'damaged',
  'JPG+PDF.jpg': 'damaged',
  'NegativeArraySizeException.HeifReader.processBoxes.heif': 'damaged',
  'beach.jpg': 'damaged',
  'broken.png': 'damaged',
  'decompression_bomb.gif': 'tooLarge',
  'image01088.jpg': 'ok',
  'image01137.jpg': 'ok',
  'image01551.jpg': 'ok',
  'jpeg_ff00_header.jpg': 'ok',
  'junk_jpeg_header.jpg': 'ok',
  'png_decompression_dos.png': 'ok',
  'sugarshack_bad_mpo_header.jpg': 'ok',
  'truncated_image.png': 'damaged',
  'truncated_jpeg.jpg': 'damaged',
  'zero_width.gif': 'damaged',
};

for (const folder of ['images', 'image-test-suite', 'fuzzing']) {
  const files = await commands.listFixtures(`hostile/${folder}`);
  describe.skipIf(files.length === 0)(`hostile ${folder}`, () => {
    test.each(files)('%s → a photo or a known error', async (name) => {
      const result = await pipeline.process(await fixture(`hostile/${folder}/${name}`), name);
      expect(result.ok ? 'ok' : result.error).toMatch(
        new RegExp(`^(${knownResults[name] ?? 'ok|damaged|unsupported|tooLarge'})$`),
      );
      if (result.ok) expect(result.value.thumbnail.data.byteLength).toBeLessThanOrEqual(MAX_THUMBNAIL_BYTES);
    });

    test('next photo → is processed as usual', expectGoodPhoto);
  });
}

describe('generated hostile files', () => {
  test('60000 x 60000 declared in a few bytes → refused before decoding', async () => {
    const bomb = png.slice();
    new DataView(bomb.buffer).setUint32(16, 60_000);
    new DataView(bomb.buffer).setUint32(20, 60_000);
    expect(await pipeline.process(new Blob([bomb]), 'bomb.png')).toEqual({ ok: false, error: 'tooLarge' });
  });

  test('file of more than 60 MB → refused without reading', async () => {
    const huge = new Blob([good, new Uint8Array(60 * 1024 * 1024)]);
    expect(await pipeline.process(huge, 'huge.jpg')).toEqual({ ok: false, error: 'tooLarge' });
  });

  test.each([
    ['jpeg', good],
    ['png', png],
  ])('%s cut at any position → damaged, never half a picture', async (_, bytes) => {
    for (const part of [0.2, 0.5, 0.8, 0.99]) {
      const cut = new Blob([bytes.subarray(0, Math.floor(bytes.length * part))]);
      expect(await pipeline.process(cut, 'cut.jpg')).toEqual({ ok: false, error: 'damaged' });
    }
  });

  test('JPEG cut and padded with zeros, as on a full card → damaged', async () => {
    const padded = new Blob([good.subarray(0, good.length / 2), new Uint8Array(4096)]);
    expect(await pipeline.process(padded, 'card.jpg')).toEqual({ ok: false, error: 'damaged' });
  });

  test('padding, a second picture or a video after a JPEG → is processed', async () => {
    for (const rest of [new Uint8Array(4096), good, new TextEncoder().encode('MotionPhoto_Data')])
      expect(await pipeline.process(new Blob([good, rest]), 'motion.jpg')).toMatchObject({ ok: true });
  });
});
