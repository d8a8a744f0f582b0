import { createSignal, Show } from 'solid-js';
import { expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { Capture } from '#ui/screens/capture/Capture.tsx';
import {
  SOON,
  box,
  choose,
  draw,
  filmCanvas,
  openCapture,
  openCaptureRoom,
  photos,
  pick,
  room,
  save,
  shoot,
} from '#tests/ui/harness/capture-harness.tsx';

openCaptureRoom();

test('the camera, taken by another app → a message, and a tap opens it again', async () => {
  const { track } = filmCanvas();
  await openCapture();
  const shutterButton = page.getByRole('button', { name: '拍照' });
  await expect.element(shutterButton, SOON).toBeVisible();
  track.dispatchEvent(new Event('ended'));
  await expect.element(page.getByText('相机被系统或别的应用收走了'), SOON).toBeVisible();
  await expect.element(shutterButton).not.toBeInTheDocument();
  await userEvent.click(page.getByRole('button', { name: '打开相机' }));
  await expect.element(shutterButton, SOON).toBeVisible();
});

test('the camera, not allowed, then allowed in the settings → opens on the return to the page', async () => {
  filmCanvas();
  const stream = await navigator.mediaDevices.getUserMedia({ video: true });
  let isAllowed = false;
  vi.mocked(navigator.mediaDevices.getUserMedia).mockImplementation(() =>
    isAllowed ? Promise.resolve(stream) : Promise.reject(new DOMException('no', 'NotAllowedError')),
  );
  await openCapture();
  await expect.element(page.getByRole('button', { name: '打开相机' }), SOON).toBeVisible();
  isAllowed = true;
  document.dispatchEvent(new Event('visibilitychange'));
  await expect.element(page.getByRole('button', { name: '拍照' }), SOON).toBeVisible();
});

test('a save with a pending photo, it takes long → "saving" is shown until the photo is there', async () => {
  const { still } = filmCanvas();
  await openCapture();
  await choose('垃圾', '暴露垃圾');
  await shoot();
  await save();
  await expect.element(page.getByRole('button', { name: '正在保存' })).toBeDisabled();
  still.gives(await draw('teal'));
  await expect.element(page.getByText('1 份已存本机'), SOON).toBeVisible();
  const [row] = await room.db.outbox.toArray();
  expect(row?.event.photos).toHaveLength(1);
});

test('a save, a photo is refused → a message; second tap → saved without the photo', async () => {
  const { still } = filmCanvas();
  await openCapture();
  await choose('垃圾', '暴露垃圾');
  await box('描述').fill('门口一袋');
  await shoot();
  await save();
  still.gives(new Blob(['no picture']));
  await expect.element(page.getByText('刚拍的照片没有加入'), SOON).toBeVisible();
  await expect.element(page.getByText('再点一次保存')).toBeVisible();
  expect(await room.db.outbox.count()).toBe(0);
  await save();
  await expect.element(page.getByText('1 份已存本机'), SOON).toBeVisible();
});

test('a pending shot, the screen is closed → in the draft, then the camera closes', async () => {
  const { still, track } = filmCanvas();
  await openCapture();
  await pick(await draw('navy'));
  await expect.element(photos(), SOON).toBeVisible();
  await shoot();
  await room.leave();
  expect(track.readyState).toBe('live');
  still.gives(await draw('teal'));
  await vi.waitFor(async () => {
    const [draft] = await room.db.drafts.toArray();
    expect(draft?.photos).toHaveLength(2);
  }, SOON);
  expect(track.readyState).toBe('ended');
});

test('a pending photo, the screen is opened again → the same draft', async () => {
  const { still } = filmCanvas();
  const [isIn, setIsIn] = createSignal(true);
  room.show(() => (
    <Show when={isIn()}>
      <Capture />
    </Show>
  ));
  await expect.element(page.getByRole('button', { name: '拍照' }), SOON).toBeVisible();
  await shoot();
  setIsIn(false);
  setIsIn(true);
  setTimeout(() => void draw('teal').then(still.gives), 500);
  await expect.element(photos(), SOON).toBeVisible();
  expect(await room.db.drafts.count()).toBe(1);
});
