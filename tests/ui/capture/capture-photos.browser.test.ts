/** A pending photo while its report is saved, closed or discarded. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { err, ok } from '#domain/base/result.ts';
import type { PhotoPipeline } from '#photo/photo-pipeline.ts';
import { newPhone, NOON, randomBytes, takePhoto, type Phone } from '#tests/storage/samples.ts';
import { shutter } from '#tests/support/people/shutter.ts';
import { openCapture, type Capture } from '#ui/state/capture/capture.ts';

const open = (): Promise<Capture> =>
  openCapture(
    {
      db: phone.db,
      signedIn: () => phone.signedIn,
      now: () => NOON,
      random: randomBytes,
      pipeline: async () => ({
        process: (...what) => process(...what),
        loadDecoder: async () => {},
        dispose: () => {},
      }),
      onSaved: () => {},
    },
    'newest',
  );

let phone: Phone;
let capture: Capture;
let process: PhotoPipeline['process'];
/** The hashes of the photos in the order of processing. */
let processed: string[];

beforeEach(async () => {
  phone = await newPhone();
  processed = [];
  process = async () => {
    const { photo, pictures } = await takePhoto();
    const [full, thumbnail] = pictures;
    const { width, height, takenAt, position } = photo;
    processed.push(photo.sha256);
    return ok({ ...full!, width, height, takenAt, position, thumbnail: thumbnail! });
  };
  capture = await open();
});
afterEach(() => capture.leave());

const file = new Blob(['x']);
const write = (): void => capture.change({ hazard: 'EB01', severity: 'major', description: '楼道充电' });
const hashes = (photos: readonly { readonly sha256: string }[]) => photos.map(({ sha256 }) => sha256);
const reported = async () => {
  const rows = await phone.db.outbox.orderBy('order').toArray();
  return rows.map(({ event }) => hashes(event.photos));
};
const drafted = async () => (await phone.db.drafts.toArray()).map(({ photos }) => hashes(photos));

test('a photo, taken while a report is being saved → in the next report', async () => {
  write();
  const saving = capture.save();
  await capture.addPhotos([file], 'camera');
  await saving;
  expect(await reported()).toEqual([[]]);
  expect(hashes(capture.photos())).toEqual(processed);
  expect(await drafted()).toEqual([processed]);
});

test('[D5d] a save with a pending photo, another photo taken meanwhile → the first in this report, the second in the next', async () => {
  write();
  const camera = shutter();
  const first = capture.addPhotos([camera.picture], 'camera');
  expect(capture.pending()).toHaveLength(1);
  const saving = capture.save();
  const second = capture.addPhotos([file], 'file');
  await vi.waitFor(() => expect(processed).toHaveLength(1));
  expect(await reported()).toEqual([]);
  await vi.waitFor(() => expect(capture.saving()).toBe(true));
  camera.gives(file);
  await Promise.all([first, second, saving]);
  const [next, own] = processed;
  expect(await reported()).toEqual([[own]]);
  expect(hashes(capture.photos())).toEqual([next]);
  expect(capture.saving()).toBe(false);
});

test('the role of a photo, next report after an after photo → scene', async () => {
  write();
  capture.setHandled(true);
  await capture.addPhotos([file], 'camera');
  const saving = capture.save();
  await capture.addPhotos([file], 'camera');
  await saving;
  expect(capture.photos().map(({ slot }) => slot)).toEqual(['scene']);
});

test('a save with a pending photo, the photo is refused → not saved, and the refusal is shown', async () => {
  write();
  process = async () => err('damaged');
  void capture.addPhotos([file], 'camera');
  expect(await capture.save()).toBe('refused');
  expect(await reported()).toEqual([]);
  expect(capture.refusals()).toMatchObject([{ fault: 'damaged' }]);
  expect(await capture.save()).toBe('saved');
});

test('a save with a pending photo as its only content → saved with the photo', async () => {
  capture.change({ hazard: 'EB01', severity: 'major' });
  expect(capture.missing()).toBe('content');
  void capture.addPhotos([file], 'camera');
  expect(capture.missing()).toBeNull();
  expect(await capture.save()).toBe('saved');
  expect(await reported()).toEqual([processed]);
});

test('[D5e] a pending photo, the screen is closed → in the draft', async () => {
  const camera = shutter();
  void capture.addPhotos([camera.picture], 'camera');
  const left = capture.leave();
  setTimeout(() => camera.gives(file), 50);
  await left;
  expect(processed).toHaveLength(1);
  expect(await drafted()).toEqual([processed]);
});

test('a pending photo, refused after the screen was closed → shown once with the next draft', async () => {
  process = async () => err('damaged');
  await capture.addPhotos([file], 'camera');
  const camera = shutter();
  void capture.addPhotos([camera.picture], 'camera');
  const left = capture.leave();
  camera.gives(file);
  await left;
  capture = await open();
  expect(capture.refusals()).toMatchObject([{ fault: 'damaged' }]);
  await capture.leave();
  capture = await open();
  expect(capture.refusals()).toEqual([]);
});

test('a pending photo, its draft is discarded → dropped without a message', async () => {
  write();
  const camera = shutter();
  const adding = capture.addPhotos([camera.picture], 'camera');
  await capture.discard();
  camera.gives(file);
  await adding;
  expect(capture.photos()).toEqual([]);
  expect(capture.refusals()).toEqual([]);
  expect(await phone.db.photoBytes.count()).toBe(0);
});

test('a photo, its draft could not be stored before → draft and photo are stored', async () => {
  const camera = shutter();
  const adding = capture.addPhotos([camera.picture], 'camera');
  await vi.waitFor(() => expect(capture.keeping()).toBe('saved'));
  await phone.db.drafts.clear();
  camera.gives(file);
  await adding;
  expect(await drafted()).toEqual([processed]);
});

test('a shot, the camera returns no photo → refused with a reason', async () => {
  await capture.addPhotos([Promise.reject(new Error('The camera has ended'))], 'camera');
  expect(capture.pending()).toEqual([]);
  expect(capture.refusals()).toMatchObject([{ name: null, fault: 'noPicture' }]);
});
