import { expect, test } from 'vitest';
import { processPhoto } from '#photo/process-photo.ts';

test('picked file that no longer exists → stopped, not damaged', async () => {
  const unreadable = Object.assign(new Blob(['x']), {
    arrayBuffer: () => Promise.reject(new Error('NotReadableError')),
  });
  expect(await processPhoto(unreadable, 'photo.jpg', null, async () => {})).toEqual({
    ok: false,
    error: 'stopped',
  });
});
