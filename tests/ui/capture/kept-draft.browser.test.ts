/** Keeping a draft of any kind: here of photos, whose form is not that of a report. */
import { expect, onTestFinished, test, vi } from 'vitest';
import { storedDraft } from '#storage/outbox/read-draft.ts';
import type { Draft } from '#storage/databases/main-db.ts';
import { keepDraft } from '#ui/state/capture/kept-draft.ts';
import { lockNew } from '#ui/state/capture/locked-draft.ts';
import { createPhotoIntake } from '#ui/state/capture/capture-photos.ts';
import { fakePipeline } from '#tests/ui/harness/fake-pipeline.ts';
import { newPhone, NOON, type Phone } from '#tests/storage/samples.ts';

const newIds = () => ({ id: crypto.randomUUID(), subject: { kind: 'case', id: crypto.randomUUID() } });
const begun = (): Draft<'photos'> => ({
  ...newIds(),
  kind: 'photos',
  updatedAt: NOON,
  form: { missing: [] },
  photos: [],
  undecoded: [],
  replaces: null,
});

const keep = async ({ db }: Phone) => {
  const kept = keepDraft<'photos'>({ db, now: () => NOON, first: await lockNew(begun()), newIds });
  onTestFinished(() => kept.release());
  return kept;
};

test('a draft of another kind, changed → stored with its form; two side by side do not mix', async () => {
  const phone = await newPhone();
  const [one, other] = [await keep(phone), await keep(phone)];
  one.change({ missing: ['a.jpg'] });
  other.change({ missing: ['b.jpg'] });
  await vi.waitFor(() => expect([one.keeping(), other.keeping()]).toEqual(['saved', 'saved']));
  const stored = await Promise.all([one, other].map(({ draft }) => storedDraft(phone.db, draft().id)));
  expect(stored).toMatchObject([{ form: { missing: ['a.jpg'] } }, { form: { missing: ['b.jpg'] } }]);
});

test('a photo in a slot of a draft of another kind → stored in that slot', async () => {
  const phone = await newPhone();
  const kept = await keep(phone);
  const intake = createPhotoIntake({
    ...kept,
    db: phone.db,
    now: () => NOON,
    pipeline: async () => fakePipeline,
    slot: () => 'extinguisher',
    slotOf: ({ slot }) => slot,
    saved: async () => {},
    atShutter: () => ({ takenAt: null, position: null }),
  });
  await intake.add([new File(['x'], 'a.jpg')], 'file');
  expect(await storedDraft(phone.db, kept.draft().id)).toMatchObject({
    kind: 'photos',
    photos: [{ slot: 'extinguisher' }],
  });
});
