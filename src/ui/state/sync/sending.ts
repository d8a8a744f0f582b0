import type { Bytes, Millis } from '#domain/base/units.ts';
import type { ReportSummary } from '#storage/subjects/my-reports.ts';
import type { Remaining } from '#storage/outbox/remaining-of.ts';
import type { SyncStatus } from '#sync/engine/status.ts';

/** The progress of what waits on this phone, in items, bytes and time. */
export type Sending = {
  /** Own reports made on this phone that are not complete yet. */
  readonly reports: number;
  readonly texts: { readonly sent: number; readonly of: number };
  readonly photos: { readonly sent: number; readonly of: number };
  readonly bytes: { readonly sent: Bytes; readonly of: Bytes };
  /** Bytes still to be sent. */
  readonly bytesLeft: Bytes;
  /** Null while the speed is unknown. */
  readonly timeLeft: Millis | null;
  /** Whether anything must still be sent or confirmed. */
  readonly waits: boolean;
  /** Lost photos, of reports and of other events: no longer on this phone and not on the server. */
  readonly lost: number;
  /** Rejected events, reports included, that are neither resubmitted, corrected nor hidden. */
  readonly refused: number;
  /** Everything is received and confirmed: reports, notes, decisions and added photos. */
  readonly allSafe: boolean;
};

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

const receivedPhotos = ({ trust }: ReportSummary): number =>
  trust.kind === 'photos' || trust.kind === 'textReceived' ? trust.there : 0;

export const sendingOf = (
  reports: readonly ReportSummary[],
  remaining: Remaining & { readonly refused: number },
  status: Pick<SyncStatus, 'inFlight' | 'bytesPerSecond'>,
): Sending => {
  const open = reports.filter(({ trust }) => trust.kind !== 'complete' && trust.kind !== 'rejected');
  // A photo in two reports is sent once.
  const bytesByHash = new Map(
    open.flatMap((it) => it.photos.map((photo) => [photo.sha256, photo.bytes + photo.thumbnail.bytes])),
  );
  const total = sum([...bytesByHash.values()]);
  const moving = sum(status.inFlight.map((photo) => photo.sentBytes));
  const { events, thumbnails, photos, unconfirmed, lost } = remaining;
  const waits = events + thumbnails + photos + unconfirmed > 0;
  const bytesLeft = Math.max(0, remaining.photoBytes + remaining.thumbnailBytes - moving);
  return {
    reports: open.filter(({ isHere }) => isHere).length,
    texts: { sent: open.filter(({ trust }) => trust.kind !== 'onPhone').length, of: open.length },
    photos: { sent: sum(open.map(receivedPhotos)), of: sum(open.map((it) => it.photos.length)) },
    // Lost photos are not waited for and never count as received.
    bytes: { sent: Math.max(0, total - bytesLeft - remaining.lostBytes), of: total },
    bytesLeft,
    timeLeft:
      status.bytesPerSecond && bytesLeft > 0 ? Math.round((bytesLeft / status.bytesPerSecond) * 1000) : null,
    waits,
    lost,
    refused: remaining.refused,
    allSafe: !waits && open.length + lost === 0,
  };
};
