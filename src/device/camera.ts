import { err, ok, type Result } from '#domain/base/result.ts';
import type { Millis } from '#domain/base/units.ts';

export type CameraFault = 'denied' | 'missing' | 'insecure' | 'busy';

export type Camera = {
  /** For the viewfinder; its track ends when another app or the system takes the camera away. */
  readonly stream: MediaStream;
  /** Settles in time. Rejects only when the camera gives no picture any more: close it and open it again. */
  takePhoto(): Promise<Blob>;
  /** Absent where there is no light to switch. */
  readonly torch?: { set(on: boolean): Promise<void> };
  close(): void;
};

type StillCamera = { takePhoto(): Promise<Blob> };

export type CameraBrowser = {
  readonly isSecureContext: boolean;
  readonly mediaDevices: Pick<MediaDevices, 'getUserMedia'> | undefined;
  /** The hardware's own still picture, where the browser offers it. */
  readonly stillCamera: ((track: MediaStreamTrack) => StillCamera) | undefined;
};

/**
 * The long edge a photo keeps is 1600: a larger viewfinder would only warm the phone. Without `resizeMode` a browser
 * may run the sensor at four times that, cut it to shape and hold every frame twice.
 */
const wanted: MediaStreamConstraints & { video: { resizeMode: ConstrainDOMString } } = {
  audio: false,
  video: {
    facingMode: { ideal: 'environment' },
    width: { ideal: 1920 },
    height: { ideal: 1440 },
    resizeMode: { ideal: 'none' },
  },
};

/** Some phones never settle a still picture; a frame of the video is then the better photo, if that ever plays. */
const PICTURE_TIMEOUT: Millis = 5_000;
const FRAME_QUALITY = 0.92;

const faultsByErrorName: Record<string, CameraFault> = {
  NotAllowedError: 'denied',
  SecurityError: 'denied',
  NotFoundError: 'missing',
  OverconstrainedError: 'missing',
};

const thisBrowser = (): CameraBrowser => ({
  isSecureContext: window.isSecureContext,
  mediaDevices: navigator.mediaDevices as MediaDevices | undefined,
  stillCamera: 'ImageCapture' in window ? (track) => new ImageCapture(track) : undefined,
});

const within = <T>(work: Promise<T>, limit: Millis): Promise<T> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('No picture in time')), limit);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });

/** Draws the running video at its full size. */
const createFrameGrabber = (stream: MediaStream) => {
  const video = document.createElement('video');
  video.muted = true;
  video.playsInline = true;
  video.srcObject = stream;
  const playing = video.play();
  return {
    async grab(): Promise<Blob> {
      await playing;
      const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight);
      canvas.getContext('2d', { alpha: false })?.drawImage(video, 0, 0);
      return canvas.convertToBlob({ type: 'image/jpeg', quality: FRAME_QUALITY });
    },
    stop(): void {
      video.srcObject = null;
    },
  };
};

const createCamera = (stream: MediaStream, track: MediaStreamTrack, browser: CameraBrowser): Camera => {
  let still = browser.stillCamera?.(track);
  let frames: ReturnType<typeof createFrameGrabber> | undefined;
  const lights = (track.getCapabilities?.() as { torch?: boolean } | undefined)?.torch;
  return {
    stream,
    async takePhoto() {
      if (track.readyState !== 'live') throw new Error('The camera has ended');
      try {
        const photo = still && (await within(still.takePhoto(), PICTURE_TIMEOUT));
        if (photo && photo.size > 0) return photo;
      } catch {
        // A still camera that failed once fails again: from now on it is frames.
      }
      still = undefined;
      frames ??= createFrameGrabber(stream);
      return within(frames.grab(), PICTURE_TIMEOUT);
    },
    ...(lights && {
      torch: {
        set: (on) => track.applyConstraints({ advanced: [{ torch: on } as MediaTrackConstraintSet] }),
      },
    }),
    close() {
      frames?.stop();
      for (const each of stream.getTracks()) each.stop();
    },
  };
};

/** The rear camera if there is one. Asks for permission the first time, so call it from a tap. */
export const openCamera = async (
  browser: CameraBrowser = thisBrowser(),
): Promise<Result<Camera, CameraFault>> => {
  if (!browser.isSecureContext) return err('insecure');
  if (!browser.mediaDevices) return err('missing');
  try {
    const stream = await browser.mediaDevices.getUserMedia(wanted);
    const [track] = stream.getVideoTracks();
    return track ? ok(createCamera(stream, track, browser)) : err('missing');
  } catch (error) {
    return err(faultsByErrorName[error instanceof Error ? error.name : ''] ?? 'busy');
  }
};
