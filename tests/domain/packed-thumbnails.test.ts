import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { MAX_THUMBNAIL_BYTES } from '#domain/ledger/photo-manifest.ts';
import { packThumbnails, unpackThumbnails } from '#domain/protocol/photos.ts';

const thumbnail = fc.uint8Array({ minLength: 1, maxLength: 400 });

test('packed thumbnails → unpacked to the same bytes', () => {
  fc.assert(
    fc.property(fc.array(thumbnail, { maxLength: 12 }), (items) => {
      const unpacked = unpackThumbnails(packThumbnails(items));
      expect(unpacked).toEqual({ ok: true, value: items });
    }),
  );
});

test('a body that is a view of a larger buffer → read from its own offset', () => {
  const packed = packThumbnails([Uint8Array.of(1, 2, 3), Uint8Array.of(9)]);
  const larger = new Uint8Array(packed.length + 7);
  larger.set(packed, 5);
  expect(unpackThumbnails(larger.subarray(5, 5 + packed.length))).toEqual({
    ok: true,
    value: [Uint8Array.of(1, 2, 3), Uint8Array.of(9)],
  });
});

test('random bytes → rejected or read, without an exception or a read beyond the end', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 600 }), (garbage) => {
      const unpacked = unpackThumbnails(garbage);
      if (unpacked.ok) expect(packThumbnails(unpacked.value)).toEqual(garbage);
      else expect(unpacked.error).toBe('malformed');
    }),
    { numRuns: 500 },
  );
});

test('a body cut anywhere except between two thumbnails → rejected', () => {
  const packed = packThumbnails([new Uint8Array(10).fill(1), new Uint8Array(20).fill(2)]);
  const read = Array.from(
    { length: packed.length + 1 },
    (_, length) => unpackThumbnails(packed.subarray(0, length)).ok,
  );
  expect(read.flatMap((good, length) => (good ? [length] : []))).toEqual([0, 14, 38]);
});

test('an empty thumbnail, or one over the limit → rejected', () => {
  expect(unpackThumbnails(packThumbnails([new Uint8Array(0)])).ok).toBe(false);
  expect(unpackThumbnails(packThumbnails([new Uint8Array(MAX_THUMBNAIL_BYTES)])).ok).toBe(true);
  expect(unpackThumbnails(packThumbnails([new Uint8Array(MAX_THUMBNAIL_BYTES + 1)])).ok).toBe(false);
});
