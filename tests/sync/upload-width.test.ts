import { expect, test } from 'vitest';
import { createUploadWidth } from '#sync/upload-width.ts';

test('[H8] four uploads at once on a quick link, two where each takes long', () => {
  const width = createUploadWidth();
  const after = (...millis: number[]) => {
    for (const it of millis) width.took(it);
    return width.atOnce();
  };
  expect(width.atOnce()).toBe(4);
  expect(after(2000, 2900)).toBe(4);
  expect(after(3001)).toBe(2);
  expect(after(1500, 900, 900, 900)).toBe(2);
  expect(after(1500, 900, 900, 900, 900)).toBe(4);
  // A clock that was set back says nothing.
  expect(after(4000, -80_000_000)).toBe(2);
});
