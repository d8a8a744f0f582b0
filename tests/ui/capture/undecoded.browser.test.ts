/** HEIC files in a report, picked while the decoder is not on this phone. */
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { finishCasePhotos } from '#ui/state/capture/add-photos.ts';
import { openCapture, type Capture } from '#ui/state/capture/capture.ts';
import { saveCaseEvent } from '#storage/outbox/save-report.ts';
import { withoutDecoder } from '#tests/ui/harness/fake-pipeline.ts';
import { newPhone, NOON, randomBytes, type Phone } from '#tests/storage/samples.ts';

let phone: Phone;
let pipeline: ReturnType<typeof withoutDecoder>;
let onSaved: () => void;
beforeEach(async () => {
  phone = await newPhone();
  pipeline = withoutDecoder();
  onSaved = () => {};
});

const open = async (): Promise<Capture> => {
  const capture = await openCapture(
    {
      db: phone.db,
      signedIn: () => phone.signedIn,
      now: () => NOON,
      random: randomBytes,
      pipeline: async () => pipeline,
      onSaved: () => onSaved(),
    },
    'newest',
  );
  onTestFinished(() => capture.leave());
  return capture;
};

const heic = (name = 'a.heic', content = name) => new File([content], name);
/** With a position, so that the form does not ask where the photos of the album were taken. */
const write = (capture: Capture, description = '楼道充电'): void =>
  capture.change({ hazard: 'EB01', severity: 'major', description, choice: { source: 'indoors' } });
const names = (files: readonly { readonly name: string }[]) => files.map(({ name }) => name);
const stored = async () => (await phone.db.drafts.toArray()).map((draft) => names(draft.undecoded));
const storedPhotos = async () => (await phone.db.drafts.toArray()).map(({ photos }) => photos.length);
const reported = async () =>
  (await phone.db.outbox.orderBy('order').toArray()).map(({ event }) => [event.type, event.photos.length]);

test('[D19a] a HEIC file, picked → in the draft as it is, before the decoder is loaded', async () => {
  const capture = await open();
  await capture.addPhotos([heic()], 'file');
  expect(capture.pending()).toEqual([]);
  expect(names(capture.undecoded())).toEqual(['a.heic']);
  expect(await stored()).toEqual([['a.heic']]);
  const [bytes] = await phone.db.photoBytes.toArray();
  expect(new TextDecoder().decode(bytes!.data)).toBe('a.heic');
});

test('[D19a] a HEIC file in the draft, the page is killed → there again, and decoded once the decoder is loaded', async () => {
  await (await open()).addPhotos([heic()], 'file');
  // The end of a page releases its locks.
  const request = async (_name: string, _how: LockOptions, hold: (lock: object) => unknown) => hold({});
  vi.spyOn(navigator.locks, 'request').mockImplementation(request as LockManager['request']);
  onTestFinished(() => void vi.restoreAllMocks());
  pipeline = withoutDecoder();
  const capture = await open();
  expect(names(capture.undecoded())).toEqual(['a.heic']);
  pipeline.load();
  await vi.waitFor(() => expect(capture.photos()).toHaveLength(1));
  expect(capture.photos()[0]).toMatchObject({ source: 'file', slot: 'scene' });
  expect(capture.undecoded()).toEqual([]);
  expect([await stored(), await storedPhotos()]).toEqual([[[]], [1]]);
  // The photo and its thumbnail; the file is deleted.
  expect(await phone.db.photoBytes.count()).toBe(2);
});

test('text changed after the pick → the HEIC file stays', async () => {
  const capture = await open();
  await capture.addPhotos([heic()], 'file');
  write(capture);
  await vi.waitFor(() => expect(capture.keeping()).toBe('saved'));
  expect(await stored()).toEqual([['a.heic']]);
});

test('the same HEIC file picked twice → kept once; the same picture after it was decoded → refused', async () => {
  const capture = await open();
  await capture.addPhotos([heic(), heic('copy.heic', 'a.heic')], 'file');
  expect(capture.refusals()).toMatchObject([{ name: 'copy.heic', fault: 'duplicate' }]);
  expect(await stored()).toEqual([['a.heic']]);
  pipeline.load();
  await vi.waitFor(() => expect(capture.photos()).toHaveLength(1));
  await capture.addPhotos([heic('again.heic', 'a.heic')], 'file');
  expect(capture.refusals()).toMatchObject([
    { name: 'copy.heic' },
    { name: 'again.heic', fault: 'duplicate' },
  ]);
  expect(capture.photos()).toHaveLength(1);
});

test('a HEIC file, removed before it is decoded → gone with its bytes, also after the decoder is loaded', async () => {
  const capture = await open();
  await capture.addPhotos([heic()], 'file');
  await capture.removePhoto(capture.undecoded()[0]!);
  expect([capture.undecoded(), await stored(), await phone.db.photoBytes.count()]).toEqual([[], [[]], 0]);
  pipeline.load();
  await capture.addPhotos([new File(['x'], 'b.jpg')], 'file');
  expect(await storedPhotos()).toEqual([1]);
});

test('a HEIC file, damaged as only the decoder shows → refused by name, and removed', async () => {
  const capture = await open();
  await capture.addPhotos([heic('bad.heic')], 'file');
  pipeline.load();
  await vi.waitFor(() => expect(capture.refusals()).toMatchObject([{ name: 'bad.heic', fault: 'damaged' }]));
  expect([capture.undecoded(), await stored(), await phone.db.photoBytes.count()]).toEqual([[], [[]], 0]);
});

test('a HEIC file, no space → refused by name, the rest of the draft stays', async () => {
  const capture = await open();
  write(capture);
  await vi.waitFor(() => expect(capture.keeping()).toBe('saved'));
  phone.db.photoBytes.hook('creating', () => {
    throw new DOMException('The disk is full', 'QuotaExceededError');
  });
  vi.spyOn(console, 'trace').mockImplementation(() => {});
  onTestFinished(() => void vi.restoreAllMocks());
  await capture.addPhotos([heic()], 'file');
  expect(capture.refusals()).toMatchObject([{ name: 'a.heic', fault: 'storageFull' }]);
  expect([capture.undecoded(), await stored()]).toEqual([[], [[]]]);
});

test('twenty HEIC files and photos → one more is refused, decoded or not', async () => {
  const capture = await open();
  const files = Array.from({ length: 21 }, (_, at) => heic(`${at}.heic`));
  await capture.addPhotos(files, 'file');
  expect(capture.undecoded()).toHaveLength(20);
  expect(capture.refusals()).toMatchObject([{ fault: 'tooMany' }]);
  pipeline.load();
  await vi.waitFor(() => expect(capture.photos()).toHaveLength(20));
});

test('[D19b] a save with a HEIC file that is not decoded → not saved before the person says so', async () => {
  const capture = await open();
  write(capture);
  await capture.addPhotos([heic()], 'file');
  expect(await capture.save()).toBe('undecoded');
  expect([await reported(), await stored()]).toEqual([[], [['a.heic']]]);
});

test('[D19c] a save without the HEIC file → the report without it; the file joins the case once it is decoded', async () => {
  const capture = await open();
  write(capture);
  await capture.addPhotos([heic(), new File(['x'], 'b.jpg')], 'file');
  const act = (what: Parameters<typeof saveCaseEvent>[1]) => saveCaseEvent(phone.author(), what);
  const deps = { db: phone.db, now: () => NOON, openPipeline: async () => pipeline, act };
  let finished: Promise<void> | undefined;
  onSaved = () => {
    finished = finishCasePhotos(deps);
  };
  expect(await capture.save({ areUndecodedLater: true })).toBe('saved');
  expect(capture.undecoded()).toEqual([]);
  expect([await reported(), await stored()]).toEqual([[['case.reported', 1]], [['a.heic']]]);
  pipeline.load();
  await finished;
  expect(await reported()).toEqual([
    ['case.reported', 1],
    ['case.photoAdded', 1],
  ]);
  const subjects = (await phone.db.outbox.toArray()).map(({ subjectKey }) => subjectKey);
  expect(new Set(subjects).size).toBe(1);
  expect(await phone.db.drafts.count()).toBe(0);
});

test('a save while the HEIC file is decoded → waits for it', async () => {
  const capture = await open();
  write(capture);
  await capture.addPhotos([heic()], 'file');
  let release = (): void => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const { process } = pipeline;
  const processing = vi.fn(async (...what: Parameters<typeof process>) => {
    await held;
    return process(...what);
  });
  Object.assign(pipeline, { process: processing });
  pipeline.load();
  await vi.waitFor(() => expect(processing).toHaveBeenCalledOnce());
  const saving = capture.save();
  release();
  expect(await saving).toBe('saved');
  expect(await reported()).toEqual([['case.reported', 1]]);
});

test('nothing in the report but a HEIC file that is not decoded → the message names it; decoded → content enough', async () => {
  const capture = await open();
  write(capture, '');
  expect(capture.missing()).toBe('content');
  await capture.addPhotos([heic()], 'file');
  expect(capture.missing()).toBe('decoded');
  expect(await capture.save({ areUndecodedLater: true })).toBe('missing');
  pipeline.load();
  await vi.waitFor(() => expect(capture.missing()).toBeNull());
});

test('a HEIC file of an after photo → an after photo once it is decoded', async () => {
  const capture = await open();
  write(capture);
  capture.setHandled(true);
  await capture.addPhotos([heic()], 'file');
  expect(capture.missing()).toBe('decoded');
  pipeline.load();
  await vi.waitFor(() => expect(capture.photos()).toMatchObject([{ slot: 'after' }]));
});

test('a draft with a HEIC file, discarded → file and bytes are deleted', async () => {
  const capture = await open();
  await capture.addPhotos([heic()], 'file');
  await capture.discard();
  expect([await phone.db.drafts.count(), await phone.db.photoBytes.count()]).toEqual([0, 0]);
});

test('a draft with nothing but a HEIC file, the screen is closed → the draft stays', async () => {
  const capture = await open();
  await capture.addPhotos([heic()], 'file');
  await capture.leave();
  expect(await stored()).toEqual([['a.heic']]);
  pipeline.load();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect([await stored(), await storedPhotos()]).toEqual([[['a.heic']], [0]]);
});
