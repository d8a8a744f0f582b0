import { expect, test } from 'vitest';
import { processPhoto } from '#photo/process-photo.ts';

test('a picked file that is gone by now is stopped, not called damaged', async () => {
  const gone = Object.assign(new Blob(['x']), {
    arrayBuffer: () => Promise.reject(new Error('NotReadableError')),
  });
  expect(await processPhoto(gone, 'photo.jpg', async () => {})).toEqual({ ok: false, error: 'stopped' });
});
