import { expect, test } from 'vitest';
import { inSlot } from '#storage/outbox/read-draft.ts';
import { writeDraft } from '#storage/outbox/drafts.ts';
import * as photos from '#storage/photos/photos.ts';
import { remaining } from '#storage/outbox/remaining.ts';
import { applyPullPage } from '#storage/subjects/subjects.ts';
import { KEEP_EVENTS, tidyOutbox } from '#storage/outbox/tidy-outbox.ts';
import { draftOf, foldOf, newPhone, NOON, pullPage, report, type Phone } from './samples.ts';

const DAY = 24 * 60 * 60 * 1000;

const confirmed = async (phone: Phone) => {
  const made = await report(phone, 1);
  const sha256 = made.photos[0]!.sha256;
  await photos.markPhotoStored(phone.db, sha256);
  await photos.recordReceipts(phone.db, new Map([[sha256, 'r']]), NOON);
  return { ...made, sha256 };
};
const stateOf = async ({ db }: Phone, sha256: string) => (await db.photos.get(sha256))?.state;

test('[H7b] confirmed photo, seven days or pressure → freed; its thumbnail stays', async () => {
  const phone = await newPhone();
  const { sha256, photos: manifest } = await confirmed(phone);
  expect(await photos.freeConfirmed(phone.db, NOON + 7 * DAY - 1, false)).toBe(0);
  expect(await photos.freeConfirmed(phone.db, NOON + 7 * DAY, false)).toBe(3000);
  expect(await photos.readBytes(phone.db, sha256)).toBeNull();
  expect(await photos.readBytes(phone.db, manifest[0]!.thumbnail.sha256)).not.toBeNull();
  const soon = await confirmed(phone);
  expect(await photos.freeConfirmed(phone.db, NOON, true)).toBe(3000);
  expect(await stateOf(phone, soon.sha256)).toBe('freed');
});

test('[H7a] uploaded photo or photo of a draft → never freed', async () => {
  const phone = await newPhone();
  const { photos: stored } = await report(phone, 1);
  await photos.markPhotoStored(phone.db, stored[0]!.sha256);
  const inDraft = await confirmed(phone);
  await writeDraft(phone.db, { ...draftOf(), photos: inDraft.photos.map(inSlot) });
  expect(await photos.freeConfirmed(phone.db, NOON + 8 * DAY, true)).toBe(0);
});

test('[H7a] photo state, operations out of order → only the next state is entered', async () => {
  const phone = await newPhone();
  const { photos: manifest } = await report(phone, 1);
  const { sha256 } = manifest[0]!;
  await photos.recordReceipts(phone.db, new Map([[sha256, 'r']]), NOON);
  expect(await stateOf(phone, sha256)).toBe('waiting');
  await photos.markPhotoStored(phone.db, sha256);
  await photos.recordReceipts(phone.db, new Map([[sha256, 'r']]), NOON);
  await photos.markPhotoStored(phone.db, sha256);
  await photos.recordReceipts(phone.db, new Map([[sha256, null]]), NOON);
  await photos.markPhotoFailed(phone.db, sha256, 'busy');
  expect(await phone.db.photos.get(sha256)).toMatchObject({ state: 'confirmed', lastError: null });
});

test('remaining → counts items and bytes without what the server has', async () => {
  const phone = await newPhone();
  const { photos: manifest } = await report(phone, 2);
  await report(phone);
  await photos.markPhotoSent(phone.db, manifest[0]!.sha256, 1000);
  await photos.markThumbnails(phone.db, [manifest[0]!.sha256], 'stored');
  expect(await remaining(phone.db)).toEqual({
    events: 2,
    thumbnails: 1,
    thumbnailBytes: 300,
    photos: 2,
    photoBytes: 5000,
    unconfirmed: 0,
    lost: 0,
    lostBytes: 0,
  });
  await photos.markPhotoFailed(phone.db, manifest[1]!.sha256, 'photoMissing');
  const lost = { lost: 1, lostBytes: 3000 };
  expect(await remaining(phone.db)).toMatchObject({ photos: 1, photoBytes: 2000, ...lost });
  await photos.markPhotoStored(phone.db, manifest[0]!.sha256);
  expect(await remaining(phone.db)).toMatchObject({ photos: 0, unconfirmed: 1, ...lost });
});

test('tidyOutbox, confirmed event after thirty days → deleted when the pulled case contains it and its photos are freed', async () => {
  const phone = await newPhone();
  const { row, sha256 } = await confirmed(phone);
  await phone.db.outbox.update(row.eventId, { unsent: 0, verdict: 'applied' });
  const late = NOON + KEEP_EVENTS;
  const countAfterTidy = async (now: number) => {
    await tidyOutbox(phone.db, now);
    return phone.db.outbox.count();
  };
  await photos.freeConfirmed(phone.db, late, false);
  expect(await countAfterTidy(late)).toBe(1);
  const subject = foldOf([row.event], phone.by);
  const stored = { [sha256]: 'complete' as const };
  await applyPullPage(phone.db, pullPage({ subjects: [{ seq: 1, subject, stored }] }));
  expect(await countAfterTidy(late - 1)).toBe(1);
  expect(await countAfterTidy(late)).toBe(0);
  expect(await phone.db.photos.count()).toBe(0);
  expect(await phone.db.photoBytes.count()).toBe(0);
});

test('[D17f] [D17g] pull, photo no longer on the server → asked about again, unless confirmed since the request', async () => {
  const phone = await newPhone();
  const [asked, freed, since, other] = [
    await confirmed(phone),
    await confirmed(phone),
    await confirmed(phone),
    await confirmed(phone),
  ];
  await phone.db.photos.update(freed.sha256, { state: 'freed' });
  await phone.db.photos.update(since.sha256, { confirmedAt: NOON + 2 });
  const subjects = [asked, freed, since, other].map(({ row, sha256 }, i) => ({
    seq: i + 1,
    subject: foldOf([row.event], phone.by),
    stored: i === 3 ? { [sha256]: 'complete' as const } : {},
  }));
  await applyPullPage(phone.db, pullPage({ subjects }), { from: NOON + 1, to: NOON + 3, knownHeads: [] });
  const states = [asked, freed, since, other].map(({ sha256 }) => stateOf(phone, sha256));
  expect(await Promise.all(states)).toEqual(['stored', 'stored', 'confirmed', 'confirmed']);
  expect((await phone.db.photos.get(asked.sha256))?.receipt).toBe('r');
});

test('[D17g] pull, photo of a resubmitted report → asked about, although its case no longer names it', async () => {
  const phone = await newPhone();
  const { row, sha256 } = await confirmed(phone);
  const subject = { ...foldOf([row.event], phone.by), photos: [] };
  await applyPullPage(phone.db, pullPage({ subjects: [{ seq: 1, subject, stored: {} }] }));
  expect(await stateOf(phone, sha256)).toBe('stored');
});
