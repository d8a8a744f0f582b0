import { expect, test } from 'vitest';
import { readExifFacts } from '#photo/exif-facts.ts';

test('readExifFacts, unreadable bytes → no metadata, no error', async () => {
  const nothing = { takenAt: null, position: null, turned: false };
  expect(await readExifFacts(new ArrayBuffer(3))).toEqual(nothing);
  expect(await readExifFacts(Uint8Array.from([0xff, 0xd8, 0xff, 0xe1, 0xff]).buffer)).toEqual(nothing);
});
