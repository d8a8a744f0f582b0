import type { ErrorCode } from '#domain/base/errors.ts';
import type { Sha256 } from '#domain/base/units.ts';
import type { EventId } from '#domain/ledger/ids.ts';
import type { ManifestPhoto } from '#domain/ledger/photo-manifest.ts';
import type { Stored } from '#domain/protocol/pull.ts';
import type { OutboxRow, PhotoRow } from '#storage/databases/main-db.ts';
import { isLost } from '#storage/photos/lost-photo.ts';

/**
 * What the person may rely on for one report: on this phone → text received → n of m photos → complete. `lost` counts
 * photos whose bytes were lost on this phone before the server had them.
 */
export type TrustState =
  | { readonly kind: 'onPhone' }
  | {
      readonly kind: 'textReceived' | 'photos';
      readonly there: number;
      readonly of: number;
      readonly lost: number;
    }
  | { readonly kind: 'complete' }
  | { readonly kind: 'rejected'; readonly reason: ErrorCode; readonly replacedBy: EventId | null };

type JudgedRow = Pick<OutboxRow, 'verdict' | 'reason' | 'replacedBy' | 'unsent'> & {
  readonly event: { readonly photos: readonly Pick<ManifestPhoto, 'sha256'>[] };
};

/**
 * Complete requires a receipt for every photo of the manifest; the answer to the upload is not enough. An event that
 * is offered again counts as "on this phone" until a new verdict arrives, because the server may not have it.
 */
export const trustState = (
  { verdict, reason, replacedBy, unsent, event }: JudgedRow,
  photoRows: readonly Pick<PhotoRow, 'sha256' | 'state' | 'lastError'>[],
): TrustState => {
  if (verdict === 'rejected') return { kind: 'rejected', reason: reason ?? 'internal', replacedBy };
  if (verdict === null || unsent === 1) return { kind: 'onPhone' };
  const photosByHash = new Map(photoRows.map((row) => [row.sha256, row]));
  const rows = event.photos.map((photo) => photosByHash.get(photo.sha256));
  if (rows.every((row) => row?.state === 'confirmed' || row?.state === 'freed')) return { kind: 'complete' };
  const received = rows.filter((row) => row && row.state !== 'waiting').length;
  const lost = rows.filter((row) => row === undefined || isLost(row)).length;
  return { kind: received === 0 ? 'textReceived' : 'photos', there: received, of: rows.length, lost };
};

/** The same for a report of another device, from the server's list of photos. */
export const pulledTrustState = (
  photos: readonly Pick<ManifestPhoto, 'sha256'>[],
  stored: Record<Sha256, Stored>,
): TrustState => {
  const received = photos.filter((photo) => stored[photo.sha256] === 'complete').length;
  if (received === photos.length) return { kind: 'complete' };
  return { kind: received === 0 ? 'textReceived' : 'photos', there: received, of: photos.length, lost: 0 };
};

/**
 * Rejected, and without a resubmission or correction. Shown with its reason until it is resubmitted, corrected or
 * acknowledged.
 */
export const isRefused = (row: OutboxRow): boolean =>
  row.verdict === 'rejected' && !row.replacedBy && !row.mendedAs && !row.putAway;
