import { expect, test, vi } from 'vitest';
import { err } from '#domain/base/result.ts';
import { MAX_PHOTOS_PER_EVENT } from '#domain/ledger/photo-manifest.ts';
import { caseOutbox } from '#storage/subjects/one-case.ts';
import { saveCaseEvent } from '#storage/outbox/save-report.ts';
import { newPhone, report } from '#tests/storage/samples.ts';
import { addCasePhotos } from '#ui/state/capture/add-photos.ts';
import { fakePipeline } from '#tests/ui/harness/fake-pipeline.ts';
import { parseEvent } from '#domain/parse-event.ts';

const openPipeline = async () => fakePipeline;

const picked = (count: number): File[] =>
  Array.from({ length: count }, (_, i) => new File(['x'], `${i + 1}.jpg`));

const onACase = async () => {
  const phone = await newPhone();
  const { caseId } = await report(phone);
  const act = vi.fn((what: Parameters<typeof saveCaseEvent>[1]) => saveCaseEvent(phone.author(), what));
  const added = async () => (await caseOutbox(phone.db, caseId)).slice(1);
  return { caseId, act, added };
};

test('photos added to a case, more than one event can have → several events that the ledger can read', async () => {
  const { caseId, act, added } = await onACase();
  expect(await addCasePhotos({ openPipeline, act }, caseId, picked(MAX_PHOTOS_PER_EVENT + 3))).toEqual([]);
  const rows = await added();
  expect(rows.map(({ text }) => parseEvent(text).ok)).toEqual([true, true]);
  expect(rows.map(({ event }) => event.photos.length)).toEqual([MAX_PHOTOS_PER_EVENT, 3]);
});

test('photos added to a case, no space for one event → its photos are refused by name, the others are saved', async () => {
  const { caseId, act, added } = await onACase();
  act.mockResolvedValueOnce(err('storageFull'));
  const files = picked(MAX_PHOTOS_PER_EVENT + 1);
  const refusals = await addCasePhotos({ openPipeline, act }, caseId, files);
  expect(refusals).toEqual(
    files.slice(0, MAX_PHOTOS_PER_EVENT).map(({ name }) => ({ name, fault: 'storageFull' })),
  );
  expect((await added()).map(({ event }) => event.photos.length)).toEqual([1]);
});

test.each(['openPipeline', 'act'] as const)(
  'photos added to a case, %s fails → refused by name',
  async (broken) => {
    const told = vi.spyOn(globalThis, 'reportError').mockImplementation(() => {});
    const { caseId, act } = await onACase();
    const fail = () => Promise.reject(new Error('a bug'));
    const refusals = await addCasePhotos({ openPipeline, act, [broken]: fail }, caseId, picked(2));
    expect(refusals).toEqual([
      { name: '1.jpg', fault: 'stopped' },
      { name: '2.jpg', fault: 'stopped' },
    ]);
    expect(told).toHaveBeenCalledOnce();
    told.mockRestore();
  },
);
