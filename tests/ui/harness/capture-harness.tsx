/** Renders the capture screen of a patroller, and fills in its form. */
import { afterEach, beforeEach, expect } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { Capture } from '#ui/screens/capture/Capture.tsx';
import { navigate } from '#ui/route/address.ts';
import { openRoom, type Room } from './person-harness.tsx';

export const SOON = { timeout: 10_000 };

/** The person and app state of the current test. */
export let room: Room;

/** For every test of a file: a patroller at the address of the capture screen. */
export const openCaptureRoom = (): void => {
  beforeEach(async () => {
    history.replaceState(null, '', '/capture');
    navigate('/capture', { replace: true });
    room = await openRoom();
  });
  afterEach(() => room.scrap());
};

export const draw = async (colour: string): Promise<File> => {
  const canvas = new OffscreenCanvas(640, 480);
  const brush = canvas.getContext('2d')!;
  brush.fillStyle = colour;
  brush.fillRect(0, 0, 640, 480);
  return new File([await canvas.convertToBlob({ type: 'image/jpeg' })], `${colour}.jpg`, {
    type: 'image/jpeg',
  });
};

export const pick = (...files: File[]): Promise<void> =>
  userEvent.upload(page.getByLabelText('从相册选择'), files);
export const photos = () => page.getByRole('img', { name: /^照片 \d+$/ });
export const box = (name: string) => page.getByRole('textbox', { name });
export const choose = async (family: string, kind: string): Promise<void> => {
  await userEvent.click(page.getByRole('radio', { name: family, exact: true }));
  await userEvent.click(page.getByRole('radio', { name: kind }));
};
export const save = (): Promise<void> =>
  userEvent.click(page.getByRole('button', { name: '保存，继续下一件' }));
export const openCapture = async (): Promise<void> => {
  room.show(() => <Capture />);
  await expect.element(page.getByLabelText('从相册选择'), SOON).toBeInTheDocument();
};
