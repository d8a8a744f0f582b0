import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { openCamera, type Camera, type CameraBrowser } from '#device/camera.ts';

/** A camera stream of a red canvas. */
const canvasStream = (): MediaStream => {
  const canvas = Object.assign(document.createElement('canvas'), { width: 320, height: 240 });
  const context = canvas.getContext('2d')!;
  const paint = setInterval(() => {
    context.fillStyle = '#f00';
    context.fillRect(0, 0, 320, 240);
  }, 30);
  onTestFinished(() => clearInterval(paint));
  return canvas.captureStream(30);
};

const browserWith = (changes: Partial<CameraBrowser> = {}): CameraBrowser => ({
  isSecureContext: true,
  mediaDevices: { getUserMedia: async () => canvasStream() },
  stillCamera: undefined,
  ...changes,
});

const opened = async (browser: CameraBrowser): Promise<Camera> => {
  const result = await openCamera(browser);
  if (!result.ok) throw new Error(result.error);
  onTestFinished(() => result.value.close());
  return result.value;
};

describe('takePhoto', () => {
  test('no still camera → a video frame at full size, several times', async () => {
    const camera = await opened(browserWith());
    for (let shot = 0; shot < 3; shot += 1) {
      const photo = await camera.takePhoto();
      expect(photo.type).toBe('image/jpeg');
      const bitmap = await createImageBitmap(photo);
      expect([bitmap.width, bitmap.height]).toEqual([320, 240]);
      const context = new OffscreenCanvas(320, 240).getContext('2d')!;
      context.drawImage(bitmap, 0, 0);
      const [red, green] = context.getImageData(160, 120, 1, 1).data;
      expect(red).toBeGreaterThan(200);
      expect(green).toBeLessThan(60);
    }
  });

  test('still camera → its own picture', async () => {
    const still = new Blob(['still']);
    const camera = await opened(browserWith({ stillCamera: () => ({ takePhoto: async () => still }) }));
    expect(await camera.takePhoto()).toBe(still);
  });

  test.each<[string, () => Promise<Blob>]>([
    ['fails', () => Promise.reject(new DOMException('setPhotoOptions failed', 'UnknownError'))],
    ['is empty', async () => new Blob([])],
  ])('still picture that %s → replaced by a frame, and not tried again', async (_, takePhoto) => {
    let tried = 0;
    const camera = await opened(
      browserWith({ stillCamera: () => ({ takePhoto: () => ((tried += 1), takePhoto()) }) }),
    );
    expect((await camera.takePhoto()).type).toBe('image/jpeg');
    expect((await camera.takePhoto()).type).toBe('image/jpeg');
    expect(tried).toBe(1);
  });

  test('still picture that never comes → replaced by a frame', async () => {
    const camera = await opened(
      browserWith({ stillCamera: () => ({ takePhoto: () => new Promise<Blob>(() => {}) }) }),
    );
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const photo = camera.takePhoto();
    await vi.advanceTimersByTimeAsync(5_000);
    vi.useRealTimers();
    expect((await photo).type).toBe('image/jpeg');
  });

  test('video that never plays → rejects after the time limit', async () => {
    vi.spyOn(HTMLMediaElement.prototype, 'play').mockReturnValue(new Promise(() => {}));
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => {
      vi.useRealTimers();
      vi.restoreAllMocks();
    });
    const camera = await opened(browserWith());
    const photo = expect(camera.takePhoto()).rejects.toThrow('in time');
    await vi.advanceTimersByTimeAsync(5_000);
    await photo;
  });

  test('closed camera → releases the hardware and takes no photo', async () => {
    const camera = await opened(browserWith());
    camera.close();
    expect(camera.stream.getTracks().map((track) => track.readyState)).toEqual(['ended']);
    await expect(camera.takePhoto()).rejects.toThrow('ended');
  });
});

describe('rear camera and torch', () => {
  test('openCamera → prefers the rear camera and asks for no sound', async () => {
    let requested: MediaStreamConstraints | undefined;
    await opened(
      browserWith({
        mediaDevices: {
          getUserMedia: async (constraints) => {
            requested = constraints;
            return canvasStream();
          },
        },
      }),
    );
    expect(requested).toMatchObject({ audio: false, video: { facingMode: { ideal: 'environment' } } });
  });

  test('torch → present only where the camera has one', async () => {
    expect((await opened(browserWith())).torch).toBeUndefined();

    const stream = canvasStream();
    const applied: unknown[] = [];
    Object.assign(stream.getVideoTracks()[0]!, {
      getCapabilities: () => ({ torch: true }),
      applyConstraints: async (constraints: unknown) => void applied.push(constraints),
    });
    const camera = await opened(browserWith({ mediaDevices: { getUserMedia: async () => stream } }));
    await camera.torch?.set(true);
    expect(applied).toEqual([{ advanced: [{ torch: true }] }]);
  });
});

describe('no camera', () => {
  const failing = (name: string) =>
    browserWith({ mediaDevices: { getUserMedia: () => Promise.reject(new DOMException('', name)) } });

  test.each([
    ['denied', failing('NotAllowedError')],
    ['missing', failing('NotFoundError')],
    ['missing', failing('OverconstrainedError')],
    ['busy', failing('NotReadableError')],
    ['busy', failing('AbortError')],
    ['insecure', browserWith({ isSecureContext: false, mediaDevices: undefined })],
    ['missing', browserWith({ mediaDevices: undefined })],
    ['missing', browserWith({ mediaDevices: { getUserMedia: async () => new MediaStream() } })],
  ])('openCamera → %s', async (fault, browser) => {
    expect(await openCamera(browser)).toEqual({ ok: false, error: fault });
  });
});
