import { expect, test } from 'vitest';
import { err, ok, type Result } from '#domain/base/result.ts';
import { createUploads } from '#sync/lanes/uploads.ts';

const settle = () => new Promise<void>((resolve) => setTimeout(resolve));

test('[H8c] uploads → three at once on a fast link, two when each takes long', async () => {
  let now = 0;
  const uploads = createUploads(() => now);
  const after = async (...millis: number[]) => {
    for (const it of millis)
      await uploads.send('photo', async () => {
        now += it;
        return ok(null);
      });
    return uploads.most();
  };
  expect(uploads.most()).toBe(3);
  expect(await after(2000, 2900)).toBe(3);
  expect(await after(3001)).toBe(2);
  expect(await after(1500, 900, 900, 900)).toBe(2);
  expect(await after(1500, 900, 900, 900, 900)).toBe(3);
  // A negative duration after the clock was set back is ignored.
  expect(await after(4000, -80_000_000)).toBe(2);
});

test('[H8c] uploads, cut upload → does not change the number', async () => {
  let now = 0;
  const uploads = createUploads(() => now);
  await uploads.send('photo', async () => {
    now += 60_000;
    return err('offline');
  });
  expect(uploads.most()).toBe(3);
});

test('[H8c] [H8d] uploads, capacity becomes free → the next one starts, thumbnails first', async () => {
  const uploads = createUploads(() => 0);
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  const send = (kind: 'photo' | 'thumbnails', name: string) =>
    uploads.send(kind, () => {
      begun.push(name);
      return new Promise<Result<null, string>>((end) => ends.push(() => end(ok(null))));
    });
  for (const name of ['1', '2', '3', '4', '5', '6']) void send('photo', name);
  await settle();
  expect(begun).toEqual(['1', '2', '3']);
  void send('thumbnails', 'small');
  ends[1]!();
  await settle();
  ends[0]!();
  await settle();
  expect(begun.slice(3)).toEqual(['small', '4']);
});

test('[H8c] uploads, link becomes slow → fewer at once, and every upload still runs', async () => {
  let now = 0;
  const uploads = createUploads(() => now);
  const ends: (() => void)[] = [];
  let done = 0;
  for (let i = 0; i < 7; i++)
    void uploads
      .send('photo', () => new Promise<Result<null, string>>((end) => ends.push(() => end(ok(null)))))
      .then(() => (done += 1));
  await settle();
  now = 5_000;
  for (let i = 0; i < 3; i++) {
    ends.shift()!();
    await settle();
  }
  expect(ends).toHaveLength(2);
  now = 5_001;
  while (ends.length > 0) {
    ends.shift()!();
    await settle();
  }
  expect(done).toBe(7);
});
