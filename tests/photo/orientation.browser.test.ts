import { afterAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { commands } from 'vitest/browser';
import { processPhoto } from '#photo/process-photo.ts';
import { createPhotoPipeline, type ProcessedPhoto } from '#photo/photo-pipeline.ts';
import { withExif } from '#tests/support/data/jpeg-with-exif.ts';
import { coarse, fixture, look, paint, quarters } from './pictures.ts';

const pipeline = createPhotoPipeline();
afterAll(() => pipeline.dispose());

const processed = async (file: Blob): Promise<ProcessedPhoto> => {
  const result = await pipeline.process(file, 'photo.jpg');
  if (!result.ok) throw new Error(`refused as ${result.error}`);
  return result.value;
};

const W = 240;
const H = 120;

/** The transformation that a camera in that orientation applies to the upright W × H picture. */
const storedBy: Record<number, DOMMatrix2DInit> = {
  1: { a: 1, b: 0, c: 0, d: 1, e: 0, f: 0 },
  2: { a: -1, b: 0, c: 0, d: 1, e: W, f: 0 },
  3: { a: -1, b: 0, c: 0, d: -1, e: W, f: H },
  4: { a: 1, b: 0, c: 0, d: -1, e: 0, f: H },
  5: { a: 0, b: 1, c: 1, d: 0, e: 0, f: 0 },
  6: { a: 0, b: -1, c: 1, d: 0, e: 0, f: W },
  7: { a: 0, b: -1, c: -1, d: 0, e: H, f: W },
  8: { a: 0, b: 1, c: -1, d: 0, e: H, f: 0 },
};

const stored = (orientation: number, scale = 1) => {
  const [width, height] = orientation < 5 ? [W, H] : [H, W];
  return paint(width * scale, height * scale, (context) => {
    context.scale(scale, scale);
    const { a, b, c, d, e, f } = storedBy[orientation] as Required<DOMMatrix2DInit>;
    context.transform(a, b, c, d, e, f);
    quarters(W, H)(context);
  });
};

const corners = [
  [0.25, 0.25],
  [0.75, 0.25],
  [0.25, 0.75],
  [0.75, 0.75],
] as const;

const expectUpright = async (data: ArrayBuffer): Promise<void> => {
  const seen = await look(data);
  const colours = corners.map(([x, y]) => seen.at(x, y).map((part) => (part > 127 ? 1 : 0)));
  expect(colours).toEqual([
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
    [1, 1, 0],
  ]);
};

test('a browser that does not know the value from-image → the picture is upright', async () => {
  const native = createImageBitmap;
  const asked: unknown[] = [];
  const old = (image: ImageBitmapSource, options: ImageBitmapOptions = {}): Promise<ImageBitmap> => {
    asked.push(options.imageOrientation);
    if (options.imageOrientation === 'from-image')
      return Promise.reject(new TypeError("The provided value 'from-image' is not a valid enum value"));
    return native(image, options);
  };
  vi.stubGlobal('createImageBitmap', old);
  onTestFinished(() => void vi.unstubAllGlobals());
  const file = withExif(await stored(6), { orientation: 6 });
  const result = await processPhoto(new Blob([file]), 'photo.jpg', null, async () => {});
  expect(asked).toEqual(['from-image', undefined]);
  if (!result.ok) throw new Error(`refused as ${result.error}`);
  await expectUpright(result.value.data);
});

describe('orientation', () => {
  test.each([1, 2, 3, 4, 5, 6, 7, 8])('%i → photo and thumbnail are upright', async (orientation) => {
    const jpeg = withExif(await stored(orientation), { orientation });
    const photo = await processed(new Blob([jpeg]));
    expect(photo).toMatchObject({ width: W, height: H });
    await expectUpright(photo.data);
    await expectUpright(photo.thumbnail.data);
  });

  test.each([1, 6])('%i, large picture → the long edge as displayed is limited', async (orientation) => {
    const photo = await processed(new Blob([withExif(await stored(orientation, 15), { orientation })]));
    expect(photo).toMatchObject({ width: 1600, height: 800 });
    await expectUpright(photo.data);
  });

  test('undefined orientation → changes nothing', async () => {
    const photo = await processed(new Blob([withExif(await stored(1), { orientation: 99 })]));
    await expectUpright(photo.data);
  });
});

const files = await commands.listFixtures('photos/orientation');

describe.skipIf(files.length === 0)('one real picture in eight orientations', () => {
  test('all eight → look the same', async () => {
    const photos = await Promise.all(
      files.map(async (name) => processed(await fixture(`photos/orientation/${name}`))),
    );
    const [first, ...others] = photos;
    expect(others).toHaveLength(7);
    expect(first!.width).toBeGreaterThan(first!.height);
    const expected = await coarse(first!.data);
    for (const other of others) {
      expect([other.width, other.height]).toEqual([first!.width, first!.height]);
      // The eight files were compressed separately: fields differ a little; a wrong orientation differs a lot.
      const fields = await coarse(other.data);
      expect(Math.max(...fields.map((part, index) => Math.abs(part - expected[index]!)))).toBeLessThan(25);
    }
  });
});
