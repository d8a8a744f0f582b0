import { afterEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import * as photos from '#storage/photos/photos.ts';
import { dismissRefused } from '#storage/outbox/refused.ts';
import { idleStatus } from '#sync/engine/idle-status.ts';
import { report } from '#tests/storage/samples.ts';
import { TrustCard } from '#ui/parts/trust/TrustCard.tsx';
import { openRoom, type Room } from '#tests/ui/harness/person-harness.tsx';
import { addTo, phoneOf, settle } from '#tests/ui/harness/harness-phone.ts';

let room: Room;
afterEach(() => room.scrap());

const allArrived = '全部已送达';
const card = () => page.getByRole('region');
const photoAdded = async () => {
  const phone = phoneOf(room);
  const { row, photo } = await addTo(phone, crypto.randomUUID(), null);
  await settle(phone, row, 'applied');
  await photos.markThumbnails(phone.db, [photo!.sha256], 'stored');
  return photo!.sha256;
};

test('[D10a] the trust card, the phone is not read yet → does not say "all received"', async () => {
  room = await openRoom();
  room.show(() => <TrustCard />);
  expect(document.body.textContent).not.toContain(allArrived);
  await expect.element(page.getByText(allArrived)).toBeVisible();
});

test('[D10a] the trust card, an added photo without a receipt → does not say "all received"', async () => {
  room = await openRoom();
  const sha256 = await photoAdded();
  await photos.markPhotoStored(room.db, sha256);
  room.show(() => <TrustCard />);
  await expect.element(card()).toHaveTextContent('还没有全部送达');
  await photos.recordReceipts(room.db, new Map([[sha256, 'r']]), Date.now());
  await expect.element(card()).toHaveTextContent(allArrived);
});

test('[D10f] the trust card, a lost photo → shown as lost, and nothing waits for signal', async () => {
  room = await openRoom();
  const phone = phoneOf(room);
  await photos.markPhotoFailed(phone.db, await photoAdded(), 'photoMissing');
  room.show(() => <TrustCard />);
  await expect.element(card()).toHaveTextContent('还没有全部送达立即发送1 张照片已丢失');
  expect(document.body.textContent).not.toContain('等待');
  const { row, photos: taken } = await report(phone, 1);
  await expect
    .element(card())
    .toHaveTextContent('1 份已存在本机立即发送文字 0/1 已送达 · 照片 0/1 · 1 张照片已丢失');
  await settle(phone, row, 'applied');
  await photos.markThumbnails(phone.db, [taken[0]!.sha256], 'stored');
  await photos.markPhotoFailed(phone.db, taken[0]!.sha256, 'photoMissing');
  await expect.element(card()).toHaveTextContent('文字 1/1 已送达 · 照片 0/1 · 2 张照片已丢失');
  expect(document.body.textContent).not.toContain('等待');
});

test('[D9b] the trust card, offline, sending, received → the true state at each stage', async () => {
  room = await openRoom();
  const phone = phoneOf(room);
  const { row } = await report(phone);
  room.show(() => <TrustCard />);
  await expect.element(card()).toHaveTextContent('1 份已存在本机立即发送文字 0/1 已送达等待信号');
  room.setStatus({ ...idleStatus, phase: 'sending' });
  await expect.element(card()).toHaveTextContent('正在发送');
  room.setStatus({ ...idleStatus, phase: 'sending', error: 'offline' });
  await expect.element(card()).toHaveTextContent('等待信号');
  await settle(phone, row, 'applied');
  await expect.element(card()).toHaveTextContent(allArrived);
  expect(document.body.textContent).not.toContain('等待信号');
});

test('[D11g] the trust card, a rejected event → shown until it is resubmitted, corrected or hidden', async () => {
  room = await openRoom();
  const phone = phoneOf(room);
  const { row } = await addTo(phone, crypto.randomUUID(), '门口又堆了纸箱');
  await settle(phone, row, 'rejected', 'outOfScope');
  room.show(() => <TrustCard />);
  await expect.element(card()).toHaveTextContent('1 条未被接收');
  await dismissRefused(room.db, row.eventId);
  await expect.element(card()).not.toHaveTextContent('未被接收');
});
