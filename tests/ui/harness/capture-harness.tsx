/** Renders the capture screen of a patroller, and fills in its form. */
import { afterEach, beforeEach, expect, onTestFinished, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { Capture } from '#ui/screens/capture/Capture.tsx';
import { navigate } from '#ui/route/address.ts';
import { localTime } from '#ui/state/capture/local-time.ts';
import { withExif, type ExifValues } from '#tests/support/data/jpeg-with-exif.ts';
import { shutter } from '#tests/support/people/shutter.ts';
import { openRoom, type Room } from './person-harness.tsx';

export const SOON = { timeout: 10_000 };

/** The person and app state of the current test. */
export let room: Room;

/** `2026:03:01 09:05:00`, on the clock of this machine. */
export const exifTime = (at: number): string =>
  localTime(at).slice(0, 19).replaceAll('-', ':').replace('T', ' ');

/** For every test of a file: a patroller at the address of the capture screen. */
export const openCaptureRoom = (): void => {
  beforeEach(async () => {
    history.replaceState(null, '', '/capture');
    navigate('/capture', { replace: true });
    room = await openRoom();
  });
  afterEach(() => room.scrap());
};

/** A picture as the phone's own camera app stores it, taken now unless `exif` says otherwise. */
export const draw = async (
  colour: string,
  exif: ExifValues = { dateTimeOriginal: exifTime(Date.now()) },
): Promise<File> => {
  const canvas = new OffscreenCanvas(640, 480);
  const brush = canvas.getContext('2d')!;
  brush.fillStyle = colour;
  brush.fillRect(0, 0, 640, 480);
  const jpeg = await (await canvas.convertToBlob({ type: 'image/jpeg' })).arrayBuffer();
  return new File([withExif(new Uint8Array(jpeg), exif)], `${colour}.jpg`, { type: 'image/jpeg' });
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

/** A camera that films a canvas; the test decides when it returns the photo. */
export const filmCanvas = () => {
  const still = shutter();
  const canvas = Object.assign(document.createElement('canvas'), { width: 64, height: 48 });
  canvas.getContext('2d')!.fillRect(0, 0, 64, 48);
  const stream = canvas.captureStream();
  vi.spyOn(navigator.mediaDevices, 'getUserMedia').mockResolvedValue(stream);
  vi.stubGlobal(
    'ImageCapture',
    class {
      takePhoto = () => still.picture;
    },
  );
  onTestFinished(() => {
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
  });
  return { still, track: stream.getVideoTracks()[0]! };
};
export const shoot = (): Promise<void> => userEvent.click(page.getByRole('button', { name: '拍照' }));

/** A receiver controlled by the test. */
export const fakeReceiver = () => {
  let fix: PositionCallback | undefined;
  let trouble: PositionErrorCallback | null | undefined;
  const watch = vi.spyOn(navigator.geolocation, 'watchPosition').mockImplementation((onFix, onTrouble) => {
    [fix, trouble] = [onFix, onTrouble];
    return 1;
  });
  onTestFinished(() => void vi.restoreAllMocks());
  return {
    finds: (latitude: number, longitude: number, accuracy: number) =>
      fix!({ coords: { latitude, longitude, accuracy } } as GeolocationPosition),
    fails: (code: number) => trouble!({ code } as GeolocationPositionError),
    watches: () => watch.mock.calls.length,
  };
};
