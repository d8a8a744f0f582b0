import { err, ok, type Result } from '#domain/base/result.ts';
import type { Millis } from '#domain/base/units.ts';

export type CameraFault = 'denied' | 'missing' | 'insecure' | 'busy';

export type Camera = {
  /** For the viewfinder. Its track ends when another app or the system takes the camera. */
  readonly stream: MediaStream;
  /**
   * Always settles within the time limit. Rejects only when the camera returns no picture any more: close it and open
   * it again.
   */
  takePhoto(): Promise<Blob>;
  /** Absent when the camera has no light. */
  readonly torch?: { set(on: boolean): Promise<void> };
  close(): void;
};

type StillCamera = { takePhoto(): Promise<Blob> };

export type CameraBrowser = {
  readonly isSecureContext: boolean;
  readonly mediaDevices: Pick<MediaDevices, 'getUserMedia'> | undefined;
  /** The still-picture mode of the hardware, where the browser offers it. */
  readonly stillCamera: ((track: MediaStreamTrack) => StillCamera) | undefined;
};

/**
 * A photo is stored with a long edge of 1600 pixels, so a larger viewfinder would only warm the phone. Without
 * `resizeMode` a browser may run the sensor at four times that size, crop it and hold every frame twice.
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

/** On some phones `takePhoto` never settles. Then a frame of the video is used, provided that the video plays. */
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

/** Draws a frame of the running video at its full size. */
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
  const hasTorch = (track.getCapabilities?.() as { torch?: boolean } | undefined)?.torch;
  return {
    stream,
    async takePhoto() {
      if (track.readyState !== 'live') throw new Error('The camera has ended');
      try {
        const photo = still && (await within(still.takePhoto(), PICTURE_TIMEOUT));
        if (photo && photo.size > 0) return photo;
      } catch {
        // A still camera that failed once fails again, so from now on video frames are used.
      }
      still = undefined;
      frames ??= createFrameGrabber(stream);
      return within(frames.grab(), PICTURE_TIMEOUT);
    },
    ...(hasTorch && {
      torch: {
        set: (on) => track.applyConstraints({ advanced: [{ torch: on } as MediaTrackConstraintSet] }),
      },
    }),
    close() {
      frames?.stop();
      for (const mediaTrack of stream.getTracks()) mediaTrack.stop();
    },
  };
};

/** Opens the rear camera if there is one. Asks for permission the first time, so call it from a tap. */
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
