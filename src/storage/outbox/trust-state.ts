import type { ErrorCode } from '#domain/base/errors.ts';
import type { Sha256 } from '#domain/base/units.ts';
import type { EventId } from '#domain/ledger/ids.ts';
import type { ManifestPhoto } from '#domain/ledger/photo-manifest.ts';
import type { Stored } from '#domain/protocol/pull.ts';
import type { OutboxRow, PhotoRow } from '#storage/databases/main-db.ts';
import { isLost } from '#storage/photos/lost-photo.ts';

/**
 * What the person may rely on for one report: on this phone → text received → n of m photos → complete.
 * `lost` counts photos whose bytes are gone from this phone before the server had them.
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
 * Complete needs a confirmation for every photo of the manifest; an answer to the upload itself is not enough. What
 * is offered again, because the server may not hold it any more, is on this phone only until it is answered anew.
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
  const there = rows.filter((row) => row && row.state !== 'waiting').length;
  const lost = rows.filter((row) => row === undefined || isLost(row)).length;
  return { kind: there === 0 ? 'textReceived' : 'photos', there, of: rows.length, lost };
};

/** The same for a report this phone did not send, from what the server says it holds. */
export const pulledTrustState = (
  photos: readonly Pick<ManifestPhoto, 'sha256'>[],
  stored: Record<Sha256, Stored>,
): TrustState => {
  const there = photos.filter((photo) => stored[photo.sha256] === 'complete').length;
  if (there === photos.length) return { kind: 'complete' };
  return { kind: there === 0 ? 'textReceived' : 'photos', there, of: photos.length, lost: 0 };
};

/** Not taken by the server, and nothing stands for it: shown with its reason until it is mended or put away. */
export const isRefused = (row: OutboxRow): boolean =>
  row.verdict === 'rejected' && !row.replacedBy && !row.mendedAs && !row.putAway;
