import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inspectImage, type ImageFormat } from '#photo/image-header.ts';

const text = (value: string) => [...value].map((char) => char.charCodeAt(0));
const uint16 = (value: number) => [value >> 8, value & 255];
const uint32 = (value: number) => [value >>> 24, (value >> 16) & 255, (value >> 8) & 255, value & 255];

const segment = (code: number, payload: readonly number[]) => [
  0xff,
  code,
  ...uint16(payload.length + 2),
  ...payload,
];
const frame = (width: number, height: number) =>
  segment(0xc0, [8, ...uint16(height), ...uint16(width), 1, 1, 0x11, 0]);
const scan = [...segment(0xda, [1, 1, 0, 0, 63, 0]), 0x12, 0xff, 0x00, 0x34, 0xff, 0xd0, 0x56];
const jpeg = (width: number, height: number, before: readonly number[] = []) => [
  0xff,
  0xd8,
  ...before,
  ...frame(width, height),
  ...scan,
  0xff,
  0xd9,
];

const chunk = (type: string, payload: readonly number[]) => [
  ...uint32(payload.length),
  ...text(type),
  ...payload,
  ...uint32(0),
];
const png = (width: number, height: number) => [
  ...text('\x89PNG\r\n\x1a\n'),
  ...chunk('IHDR', [...uint32(width), ...uint32(height), 8, 2, 0, 0, 0]),
  ...chunk('IDAT', [1, 2, 3]),
  ...chunk('IEND', []),
];

const little16 = (value: number) => [value & 255, value >> 8];
const gif = (canvas: number, frame: number) => [
  ...text('GIF89a'),
  ...little16(canvas),
  ...little16(canvas),
  ...text('\x80\0\0' + '\0'.repeat(6)),
  ...text('!\xf9\x04\0\0\0\0\0'),
  ...text(',\0\0\0\0'),
  ...little16(frame),
  ...little16(frame),
  ...text('\0\x02\x02\x4c\x01\0;'),
];

const little24 = (value: number) => [...little16(value & 0xffff), value >> 16];
const webp = (first: readonly number[]) => {
  const body = [...text('WEBP'), ...first, ...Array<number>(8).fill(0)];
  return [...text('RIFF'), body.length, 0, 0, 0, ...body];
};
const lossy = webp([
  ...text('VP8 '),
  18,
  0,
  0,
  0,
  0,
  0,
  0,
  0x9d,
  0x01,
  0x2a,
  ...little16(300),
  ...little16(200),
]);
const extended = webp([...text('VP8X'), 10, 0, 0, 0, 0, 0, 0, 0, ...little24(299), ...little24(199)]);
const lossless = webp([
  ...text('VP8L'),
  18,
  0,
  0,
  0,
  0x2f,
  ...little24(299 | ((199 & 0x3ff) << 14)),
  199 >> 10,
]);

const box = (type: string, payload: readonly number[]) => [
  ...uint32(payload.length + 8),
  ...text(type),
  ...payload,
];
const ispe = (width: number, height: number) =>
  box('ispe', [0, 0, 0, 0, ...uint32(width), ...uint32(height)]);
const iso = (brand: string) => [
  ...box('ftyp', [...text(brand), 0, 0, 0, 0, ...text('mif1')]),
  ...box('meta', [
    0,
    0,
    0,
    0,
    ...box('iprp', box('ipco', [...ispe(64, 64), ...ispe(300, 200), ...ispe(64, 64)])),
  ]),
  ...box('mdat', [1, 2, 3, 4]),
];

const inspect = (bytes: readonly number[], name = 'photo.jpg') => inspectImage(Uint8Array.from(bytes), name);

const samples: Record<string, readonly [ImageFormat, readonly number[]]> = {
  jpeg: ['jpeg', jpeg(300, 200)],
  png: ['png', png(300, 200)],
  'lossy webp': ['webp', lossy],
  'lossless webp': ['webp', lossless],
  'extended webp': ['webp', extended],
  avif: ['avif', iso('avif')],
  heic: ['heic', iso('heic')],
};

describe('declared size', () => {
  test.each(Object.entries(samples))('%s → format and size', (_, [format, bytes]) => {
    expect(inspect(bytes)).toEqual({
      ok: true,
      value: { format, width: 300, height: 200, hasAllData: true },
    });
  });

  test('gif, frame larger than the canvas → size of the frame', () => {
    expect(inspect(gif(300, 200))).toMatchObject({
      ok: true,
      value: { format: 'gif', width: 300, height: 300 },
    });
    expect(inspect(gif(1, 60_000))).toEqual({ ok: false, error: 'tooLarge' });
  });

  test('more than 100 megapixels → tooLarge; no pixels → damaged', () => {
    expect(inspect(jpeg(10_000, 10_000)).ok).toBe(true);
    expect(inspect(jpeg(10_001, 10_000))).toEqual({ ok: false, error: 'tooLarge' });
    expect(inspect(png(0x7fffffff, 0x7fffffff))).toEqual({ ok: false, error: 'tooLarge' });
    expect(inspect(jpeg(300, 0))).toEqual({ ok: false, error: 'damaged' });
    expect(inspect(png(0, 200))).toEqual({ ok: false, error: 'damaged' });
  });
});

describe('end of the data', () => {
  test.each(Object.entries(samples))('%s cut at any position → damaged', (_, [, bytes]) => {
    for (let length = 16; length < bytes.length; length += 1)
      expect(inspect(bytes.slice(0, length)), `cut at ${length} of ${bytes.length}`).toEqual({
        ok: false,
        error: 'damaged',
      });
  });

  test('end marker inside an embedded thumbnail → is not the end of the picture', () => {
    const withThumbnail = jpeg(300, 200, segment(0xe1, jpeg(16, 16)));
    expect(inspect(withThumbnail)).toMatchObject({ ok: true, value: { width: 300 } });
    expect(inspect(withThumbnail.slice(0, -2))).toEqual({ ok: false, error: 'damaged' });
  });

  test('data after the end, junk or fill bytes between markers → accepted', () => {
    expect(inspect([...jpeg(300, 200), 0, 0, 0, 0]).ok).toBe(true);
    expect(inspect([...jpeg(300, 200), ...jpeg(16, 16)])).toMatchObject({ ok: true, value: { width: 300 } });
    expect(inspect(jpeg(300, 200, [0xff, 0xff, 0xff, 0x00, 7, 7])).ok).toBe(true);
    expect(inspect([...png(300, 200), 1, 2, 3]).ok).toBe(true);
  });

  test('header without picture data → damaged', () => {
    expect(inspect([0xff, 0xd8, ...frame(300, 200), 0xff, 0xd9])).toEqual({ ok: false, error: 'damaged' });
    expect(inspect([0xff, 0xd8, 0xff, 0xd9])).toEqual({ ok: false, error: 'damaged' });
  });
});

describe('not a picture', () => {
  test('other data → unsupported; with the name of a picture → damaged', () => {
    expect(inspect(text('plain text'), 'notes.txt')).toEqual({ ok: false, error: 'unsupported' });
    expect(inspect(text('plain text'), 'IMG_1.JPEG')).toEqual({ ok: false, error: 'damaged' });
    expect(inspect(iso('mp42').slice(0, 16), 'clip.mp4')).toEqual({ ok: false, error: 'unsupported' });
  });

  test('picture with another name → recognised by its bytes', () => {
    expect(inspect(png(300, 200), 'notes.txt').ok).toBe(true);
  });
});

test('inspectImage, random bytes → never throws', () => {
  const headers = [...Object.values(samples).map(([, bytes]) => bytes), gif(3, 2)];
  const mangled = fc
    .tuple(
      fc.constantFrom(...headers),
      fc.array(fc.tuple(fc.nat(200), fc.nat(255)), { maxLength: 12 }),
      fc.nat(200),
    )
    .map(([head, changes, length]) => {
      const bytes = Uint8Array.from(head).slice(0, length);
      for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
      return bytes;
    });
  fc.assert(
    fc.property(fc.oneof(mangled, fc.uint8Array({ maxLength: 64 })), (bytes) => {
      expect(typeof inspectImage(bytes, 'photo.jpg').ok).toBe('boolean');
    }),
    { numRuns: 5000 },
  );
});
