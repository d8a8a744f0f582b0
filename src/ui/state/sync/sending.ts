import type { Bytes, Millis } from '#domain/base/units.ts';
import type { ReportSummary } from '#storage/subjects/my-reports.ts';
import type { Remaining } from '#storage/outbox/remaining-of.ts';
import type { SyncStatus } from '#sync/engine/status.ts';

/** How far what waits on this phone has come, in pieces, bytes and time. */
export type Sending = {
  /** Own reports of this phone that are not complete yet. */
  readonly reports: number;
  readonly texts: { readonly sent: number; readonly of: number };
  readonly photos: { readonly sent: number; readonly of: number };
  readonly bytes: { readonly sent: Bytes; readonly of: Bytes };
  /** What has still to travel. */
  readonly bytesLeft: Bytes;
  /** Null while the speed is not known. */
  readonly timeLeft: Millis | null;
  /** Has anything still to travel or to be confirmed? */
  readonly waits: boolean;
  /** Photos that are no longer on this phone and never arrived, of whatever they were. */
  readonly lost: number;
  /** What the server did not take, reports too, and the person has neither mended nor put away. */
  readonly refused: number;
  /** All of it has arrived and is confirmed, notes, decisions and added photos included. */
  readonly allSafe: boolean;
};

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

const there = ({ trust }: ReportSummary): number =>
  trust.kind === 'photos' || trust.kind === 'textReceived' ? trust.there : 0;

export const sendingOf = (
  reports: readonly ReportSummary[],
  left: Remaining & { readonly refused: number },
  status: Pick<SyncStatus, 'inFlight' | 'bytesPerSecond'>,
): Sending => {
  const open = reports.filter(({ trust }) => trust.kind !== 'complete' && trust.kind !== 'rejected');
  // The same photo in two reports travels once.
  const bytesByHash = new Map(
    open.flatMap((it) => it.photos.map((photo) => [photo.sha256, photo.bytes + photo.thumbnail.bytes])),
  );
  const total = sum([...bytesByHash.values()]);
  const moving = sum(status.inFlight.map((photo) => photo.sentBytes));
  const waits = left.events + left.thumbnails + left.photos + left.unconfirmed > 0;
  const leftBytes = Math.max(0, left.photoBytes + left.thumbnailBytes - moving);
  return {
    reports: open.filter(({ isHere }) => isHere).length,
    texts: { sent: open.filter(({ trust }) => trust.kind !== 'onPhone').length, of: open.length },
    photos: { sent: sum(open.map(there)), of: sum(open.map((it) => it.photos.length)) },
    // What the phone has lost is not waited for, and never counts as arrived.
    bytes: { sent: Math.max(0, total - leftBytes - left.lostBytes), of: total },
    bytesLeft: leftBytes,
    timeLeft:
      status.bytesPerSecond && leftBytes > 0 ? Math.round((leftBytes / status.bytesPerSecond) * 1000) : null,
    waits,
    lost: left.lost,
    refused: left.refused,
    allSafe: !waits && open.length + left.lost === 0,
  };
};
