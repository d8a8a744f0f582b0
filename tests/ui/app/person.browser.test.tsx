import { afterEach, expect, test } from 'vitest';
import { createPhotoPipeline } from '#photo/photo-pipeline.ts';
import { openRoom, type Room } from '#tests/ui/harness/person-harness.tsx';

let room: Room;
afterEach(() => room.scrap());

/** The first load fails, as when the link is lost. */
const secondTime = <T,>(open: () => T) => {
  let asked = 0;
  return async (): Promise<T> => {
    asked += 1;
    if (asked === 1) throw new Error('Not fetched');
    return open();
  };
};

test('the photo pipeline, its chunk did not load → loaded again for the next photo, then kept', async () => {
  room = await openRoom('patroller', undefined, { openPipeline: secondTime(createPhotoPipeline) });
  room.show(() => null);
  const { openPipeline } = room.state();
  await expect(openPipeline()).rejects.toThrow('Not fetched');
  expect(await openPipeline()).toBe(await openPipeline());
});

test('the picture loader, its chunk did not load → loaded again for the next picture', async () => {
  const { buffer } = new Uint8Array([1]);
  const openPictures = secondTime(() => async () => ({ ok: true, value: buffer }) as const);
  room = await openRoom('patroller', undefined, { openPictures });
  room.show(() => null);
  const load = () => {
    const sha256 = 'a'.repeat(64);
    return room.state().loadPicture({ sha256, thumbnail: { sha256, bytes: 1 } }, 'thumbnail');
  };
  await expect(load()).rejects.toThrow('Not fetched');
  expect(await load()).toBe(buffer);
});

test('[D15b] the clock of the device is a day behind → times and filters use the time of the server', async () => {
  room = await openRoom('reviewer');
  const DAY = 24 * 3_600_000;
  Object.assign(room.row, { clockOffset: DAY });
  room.show(() => null);
  const { now, corrected } = room.state();
  expect(Math.abs(now() - (Date.now() + DAY))).toBeLessThan(60_000);
  expect(corrected(1000)).toBe(1000 + DAY);
});
