import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { err, ok } from '#domain/base/result.ts';
import type { PhotoPipeline, ProcessedPhoto } from '#photo/photo-pipeline.ts';
import { MAX_PHOTOS_PER_EVENT } from '#domain/ledger/photo-manifest.ts';
import { caseOutbox } from '#storage/subjects/one-case.ts';
import { saveCaseEvent } from '#storage/outbox/save-report.ts';
import { newPhone, NOON, report } from '#tests/storage/samples.ts';
import type { MainDb } from '#storage/databases/main-db.ts';
import {
  addCasePhotos,
  caseRefusals,
  finishCasePhotos,
  removeUndecoded,
} from '#ui/state/capture/add-photos.ts';
import { fakePipeline, withoutDecoder } from '#tests/ui/harness/fake-pipeline.ts';
import { parseEvent } from '#domain/parse-event.ts';

const openPipeline = async () => fakePipeline;
const now = () => NOON;

const picked = (count: number): File[] =>
  Array.from({ length: count }, (_, i) => new File(['x'], `${i + 1}.jpg`));

const onACase = async () => {
  const phone = await newPhone();
  const { caseId } = await report(phone);
  const act = vi.fn((what: Parameters<typeof saveCaseEvent>[1]) => saveCaseEvent(phone.author(), what));
  const added = async () => (await caseOutbox(phone.db, caseId)).slice(1);
  return { db: phone.db, caseId, act, added };
};

test('photos added to a case, more than one event can have → several events that the ledger can read', async () => {
  const { db, caseId, act, added } = await onACase();
  expect(
    await addCasePhotos({ db, now, openPipeline, act }, caseId, picked(MAX_PHOTOS_PER_EVENT + 3)),
  ).toEqual([]);
  const rows = await added();
  expect(rows.map(({ text }) => parseEvent(text).ok)).toEqual([true, true]);
  expect(rows.map(({ event }) => event.photos.length)).toEqual([MAX_PHOTOS_PER_EVENT, 3]);
});

test('photos added to a case, no space for one event → its photos are refused by name, the others are saved', async () => {
  const { db, caseId, act, added } = await onACase();
  act.mockResolvedValueOnce(err('storageFull'));
  const files = picked(MAX_PHOTOS_PER_EVENT + 1);
  const refusals = await addCasePhotos({ db, now, openPipeline, act }, caseId, files);
  expect(refusals).toEqual(
    files.slice(0, MAX_PHOTOS_PER_EVENT).map(({ name }) => ({ name, fault: 'storageFull' })),
  );
  expect((await added()).map(({ event }) => event.photos.length)).toEqual([1]);
});

test.each(['openPipeline', 'act'] as const)(
  'photos added to a case, %s fails → refused by name',
  async (broken) => {
    const told = vi.spyOn(globalThis, 'reportError').mockImplementation(() => {});
    const { db, caseId, act } = await onACase();
    const fail = () => Promise.reject(new Error('a bug'));
    const refusals = await addCasePhotos({ db, now, openPipeline, act, [broken]: fail }, caseId, picked(2));
    expect(refusals).toEqual([
      { name: '1.jpg', fault: 'stopped' },
      { name: '2.jpg', fault: 'stopped' },
    ]);
    expect(told).toHaveBeenCalledOnce();
    told.mockRestore();
  },
);

test('photos added to a case, the page is killed after some → these are added at the next start, the others are named', async () => {
  const { db, caseId, act, added } = await onACase();
  let processed = 0;
  const killed: PhotoPipeline = {
    ...fakePipeline,
    process: (...what) => (++processed > 3 ? new Promise(() => {}) : fakePipeline.process(...what)),
  };
  void addCasePhotos({ db, now, openPipeline: async () => killed, act }, caseId, picked(5));
  await vi.waitFor(async () =>
    expect(await db.drafts.toArray()).toMatchObject([{ form: { missing: ['4.jpg', '5.jpg'] } }]),
  );
  expect(await added()).toEqual([]);
  // The end of a page releases its locks.
  const request = async (_name: string, _how: LockOptions, hold: (lock: object) => unknown) => hold({});
  vi.spyOn(navigator.locks, 'request').mockImplementation(request as LockManager['request']);
  onTestFinished(() => void vi.restoreAllMocks());
  await finishCasePhotos({ db, act, now, openPipeline });
  expect((await added()).map(({ event }) => event.photos.length)).toEqual([3]);
  expect(caseRefusals(db, () => caseId).all()).toEqual([
    { name: '4.jpg', fault: 'stopped' },
    { name: '5.jpg', fault: 'stopped' },
  ]);
  expect(await db.drafts.count()).toBe(0);
});

const hashes = async (db: MainDb) =>
  (await db.outbox.orderBy('order').toArray()).map(({ event }) => event.photos.map(({ sha256 }) => sha256));

test('photos added to a case, one that it has already, one added before → refused as duplicates', async () => {
  const phone = await newPhone();
  const { caseId, photos } = await report(phone, 1);
  const act = (what: Parameters<typeof saveCaseEvent>[1]) => saveCaseEvent(phone.author(), what);
  const { value: other } = (await fakePipeline.process(new Blob(), '')) as { value: ProcessedPhoto };
  const add = (value: ProcessedPhoto) => {
    const same: PhotoPipeline = { ...fakePipeline, process: async () => ok(value) };
    return addCasePhotos({ db: phone.db, now, openPipeline: async () => same, act }, caseId, picked(1));
  };
  const duplicate = [{ name: '1.jpg', fault: 'duplicate' }];
  expect(await add({ ...other, sha256: photos[0]!.sha256 })).toEqual(duplicate);
  expect(await add(other)).toEqual([]);
  expect(await add(other)).toEqual(duplicate);
  expect(await hashes(phone.db)).toEqual([[photos[0]!.sha256], [other.sha256]]);
});

describe('HEIC, the decoder not on this phone', () => {
  const heic = (name: string, content = name) => new File([content], name);
  const names = (files: readonly { readonly name: string }[]) => files.map(({ name }) => name);
  const waiting = async (db: MainDb) => (await db.drafts.toArray()).flatMap(({ undecoded }) => undecoded);

  test('photos added to a case → the others are added at once, the HEIC files are stored, then added', async () => {
    const { db, caseId, act, added } = await onACase();
    const pipeline = withoutDecoder();
    const deps = { db, now, openPipeline: async () => pipeline, act };
    expect(await addCasePhotos(deps, caseId, [heic('a.heic'), ...picked(1), heic('b.HEIC')])).toEqual([]);
    expect((await added()).map(({ event }) => event.photos.length)).toEqual([1]);
    expect(names(await waiting(db))).toEqual(['a.heic', 'b.HEIC']);
    pipeline.load();
    await vi.waitFor(async () => expect(await db.drafts.count()).toBe(0));
    expect((await added()).map(({ event }) => event.photos.length)).toEqual([1, 2]);
    expect(await db.photoBytes.count()).toBe(6);
  });

  test('the same file added twice → stored once', async () => {
    const { db, caseId, act } = await onACase();
    const deps = { db, now, openPipeline: async () => withoutDecoder(), act };
    const files = [heic('a.heic'), heic('copy.heic', 'a.heic')];
    expect(await addCasePhotos(deps, caseId, files)).toEqual([{ name: 'copy.heic', fault: 'duplicate' }]);
    expect(await addCasePhotos(deps, caseId, files.slice(0, 1))).toEqual([
      { name: 'a.heic', fault: 'duplicate' },
    ]);
    expect(names(await waiting(db))).toEqual(['a.heic']);
  });

  test('removed before it is decoded → deleted with its bytes', async () => {
    const { db, caseId, act, added } = await onACase();
    const pipeline = withoutDecoder();
    await addCasePhotos({ db, now, openPipeline: async () => pipeline, act }, caseId, [heic('a.heic')]);
    const [file] = await waiting(db);
    await removeUndecoded(db, caseId, file!);
    expect(await db.photoBytes.count()).toBe(0);
    pipeline.load();
    await finishCasePhotos({ db, now, openPipeline: async () => pipeline, act });
    expect([await added(), await db.drafts.count()]).toEqual([[], 0]);
  });

  test('damaged, which only the decoder shows → refused by name, the others are added', async () => {
    const { db, caseId, act, added } = await onACase();
    const pipeline = withoutDecoder();
    const deps = { db, now, openPipeline: async () => pipeline, act };
    await addCasePhotos(deps, caseId, [heic('bad.heic'), heic('good.heic')]);
    pipeline.load();
    await vi.waitFor(async () => expect(await db.drafts.count()).toBe(0));
    expect((await added()).map(({ event }) => event.photos.length)).toEqual([1]);
    expect(caseRefusals(db, () => caseId).all()).toEqual([{ name: 'bad.heic', fault: 'damaged' }]);
  });

  test('no space when it is added → it stays for the next start', async () => {
    const { db, caseId, act, added } = await onACase();
    const pipeline = withoutDecoder();
    const deps = { db, now, openPipeline: async () => pipeline, act };
    await addCasePhotos(deps, caseId, [heic('a.heic')]);
    act.mockResolvedValueOnce(err('storageFull'));
    pipeline.load();
    await vi.waitFor(() => expect(act).toHaveBeenCalledOnce());
    await finishCasePhotos(deps);
    expect((await added()).map(({ event }) => event.photos.length)).toEqual([1]);
  });
});
