import type { ErrorCode } from '#domain/base/errors.ts';
import type { Bytes, Millis, Sha256 } from '#domain/base/units.ts';
import { createSpeedometer } from './speedometer.ts';

/** What the engine does now. `remaining` reads from the database what is left to send. */
export type SyncStatus = {
  readonly phase: 'idle' | 'sending' | 'receiving' | 'waiting' | 'signedOut';
  readonly error: ErrorCode | 'offline' | 'timeout' | null;
  /** When the engine tries again by itself. A tap makes it try at once. */
  readonly nextTryAt: Millis | null;
  readonly inFlight: readonly PhotoInFlight[];
  /** Smoothed; null until bytes have been sent. */
  readonly bytesPerSecond: number | null;
  /** Photos wait for Wi-Fi by the person's choice: not an error. */
  readonly waitingForWifi: boolean;
};

export type PhotoInFlight = {
  readonly sha256: Sha256;
  readonly sentBytes: Bytes;
  readonly totalBytes: Bytes;
};

export type StatusBoard = {
  readonly phase: (phase: SyncStatus['phase'], nextTryAt?: Millis | null) => void;
  /** The error stays until the lane works again. */
  readonly error: (lane: string, error: SyncStatus['error']) => void;
  readonly photoMoved: (photo: PhotoInFlight) => void;
  readonly photoEnded: (sha256: Sha256) => void;
  readonly bytesSent: (bytes: Bytes) => void;
  readonly waitingForWifi: (isWaiting: boolean) => void;
  /** Nothing runs any more: clears old errors and the old speed. */
  readonly rest: () => void;
};

/** Photos report progress many times a second. A person cannot read it faster than this. */
const MOVE_EVERY: Millis = 250;

export const createStatusBoard = (now: () => Millis, onStatus: (status: SyncStatus) => void): StatusBoard => {
  const errorsByLane = new Map<string, NonNullable<SyncStatus['error']>>();
  const inFlight = new Map<Sha256, PhotoInFlight>();
  const speed = createSpeedometer(now);
  let phase: SyncStatus['phase'] = 'idle';
  let nextTryAt: Millis | null = null;
  let waitingForWifi = false;
  let lastShown = '';
  let progressShownAt: Millis = 0;
  const show = () => {
    const status: SyncStatus = {
      phase,
      error: errorsByLane.get('link') ?? [...errorsByLane.values()].at(0) ?? null,
      nextTryAt,
      inFlight: [...inFlight.values()],
      bytesPerSecond: phase === 'sending' ? speed.read() : null,
      waitingForWifi,
    };
    const text = JSON.stringify(status);
    if (text === lastShown) return;
    lastShown = text;
    onStatus(status);
  };
  /** Skipped progress is shown with the next one. */
  const showProgress = () => {
    // After the clock was set back, progress is shown at once.
    if (Math.abs(now() - progressShownAt) < MOVE_EVERY) return;
    progressShownAt = now();
    show();
  };
  return {
    phase: (next, at = null) => {
      const isNew = next !== phase || at !== nextTryAt;
      phase = next;
      nextTryAt = at;
      if (isNew) show();
      else showProgress();
    },
    error: (lane, error) => {
      if (error === null) errorsByLane.delete(lane);
      else errorsByLane.set(lane, error);
      show();
    },
    photoMoved: (photo) => {
      const isFirst = inFlight.size === 0;
      inFlight.set(photo.sha256, photo);
      if (isFirst) show();
      else showProgress();
    },
    photoEnded: (sha256) => {
      inFlight.delete(sha256);
      if (inFlight.size === 0) show();
      else showProgress();
    },
    bytesSent: speed.add,
    waitingForWifi: (isWaiting) => {
      waitingForWifi = isWaiting;
      show();
    },
    rest: () => {
      errorsByLane.clear();
      inFlight.clear();
      speed.reset();
    },
  };
};
