import type { ErrorCode } from '#domain/base/errors.ts';
import type { Bytes, Millis, Sha256 } from '#domain/base/units.ts';
import { createSpeedometer } from './speedometer.ts';

/** What the engine does now. What remains is asked of the database (`remaining`). */
export type SyncStatus = {
  readonly phase: 'idle' | 'sending' | 'receiving' | 'waiting' | 'signedOut';
  readonly error: ErrorCode | 'offline' | 'timeout' | null;
  /** When it tries again by itself; a tap is always sooner. */
  readonly nextTryAt: Millis | null;
  readonly inFlight: readonly PhotoInFlight[];
  /** Smoothed; null while nothing has moved. */
  readonly bytesPerSecond: number | null;
  /** Photos wait for Wi-Fi, as the person chose: nothing is amiss. */
  readonly waitingForWifi: boolean;
};

export type PhotoInFlight = {
  readonly sha256: Sha256;
  readonly sentBytes: Bytes;
  readonly totalBytes: Bytes;
};

export type StatusBoard = {
  readonly phase: (phase: SyncStatus['phase'], nextTryAt?: Millis | null) => void;
  /** An error stays up until what failed works again. */
  readonly error: (lane: string, error: SyncStatus['error']) => void;
  readonly photoMoved: (photo: PhotoInFlight) => void;
  readonly photoEnded: (sha256: Sha256) => void;
  readonly bytesSent: (bytes: Bytes) => void;
  readonly waitingForWifi: (isWaiting: boolean) => void;
  /** Nothing is under way any more: errors and speed of the past go. */
  readonly rest: () => void;
};

/** Photos move many times a second; nobody reads faster than this. */
const MOVE_EVERY: Millis = 250;

export const createStatusBoard = (now: () => Millis, onStatus: (status: SyncStatus) => void): StatusBoard => {
  const errorsByLane = new Map<string, NonNullable<SyncStatus['error']>>();
  const inFlight = new Map<Sha256, PhotoInFlight>();
  const speed = createSpeedometer(now);
  let phase: SyncStatus['phase'] = 'idle';
  let nextTryAt: Millis | null = null;
  let waitingForWifi = false;
  let shown = '';
  let movedAt: Millis = 0;
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
    if (text === shown) return;
    shown = text;
    onStatus(status);
  };
  /** The next of those that move shows what is left out here. */
  const showMove = () => {
    // A clock set back makes none of them wait.
    if (Math.abs(now() - movedAt) < MOVE_EVERY) return;
    movedAt = now();
    show();
  };
  return {
    phase: (next, at = null) => {
      const isNew = next !== phase || at !== nextTryAt;
      phase = next;
      nextTryAt = at;
      if (isNew) show();
      else showMove();
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
      else showMove();
    },
    photoEnded: (sha256) => {
      inFlight.delete(sha256);
      if (inFlight.size === 0) show();
      else showMove();
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
