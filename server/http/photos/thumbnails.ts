import { createHash } from 'node:crypto';
import {
  MAX_THUMBNAIL_BATCH_BYTES,
  unpackThumbnails,
  type ThumbnailsAnswer,
} from '#domain/protocol/photos.ts';
import { readClaims } from '#server/photos/claims.ts';
import { markSent } from '#server/photos/mark-sent.ts';
import { answer, refuse } from '#server/http/base/answer.ts';
import { readBytes } from '#server/http/base/body.ts';
import { headFor } from '#server/http/sync/known-heads.ts';
import { readSender } from '#server/http/base/sender.ts';
import type { AppContext } from '#server/http/base/services.ts';

/** Real thumbnails of the allowed total size are fewer. One query asks the database about all of them. */
const MAX_THUMBNAILS = 10_000;

/** POST /api/photos/thumbnails: many thumbnails in one body. A thumbnail that this device never claimed is not stored. */
export const thumbnails = async (c: AppContext) => {
  const { store, files, clock } = c.var.services;
  const sender = await readSender(c);
  if (!sender.ok) return refuse(c, sender.error);
  const packed = await readBytes(c, MAX_THUMBNAIL_BATCH_BYTES);
  if (!packed.ok) return refuse(c, packed.error);
  const unpacked = unpackThumbnails(packed.value);
  if (!unpacked.ok) return refuse(c, unpacked.error);
  if (unpacked.value.length > MAX_THUMBNAILS) return refuse(c, 'malformed');
  const arrived = unpacked.value.map((bytes) => ({
    sha256: createHash('sha256').update(bytes).digest('hex'),
    bytes,
  }));
  const owner = { person: sender.value.person.id, device: sender.value.device };
  const hashes = arrived.map((thumbnail) => thumbnail.sha256);
  const claims = (await readClaims(store.read, owner, hashes)).filter((claim) => claim.role === 'thumbnail');
  const claimed = new Set(claims.map((claim) => claim.sha256));
  const complete = new Set<string>();
  for (const { sha256, isSent } of claims) if (isSent && (await files.holds(sha256))) complete.add(sha256);
  const news = new Map(
    arrived.flatMap(({ sha256, bytes }) =>
      claimed.has(sha256) && !complete.has(sha256) ? [[sha256, bytes] as const] : [],
    ),
  );
  await Promise.all(Array.from(news, ([sha256, bytes]) => files.keepBytes(owner.device, sha256, bytes)));
  const sent = Array.from(news, ([sha256, bytes]) => ({ sha256, bytes: bytes.length }));
  await markSent(store, owner, sent, clock());
  const results: ThumbnailsAnswer['thumbnails'] = hashes.map((sha256) =>
    claimed.has(sha256)
      ? { sha256, stored: true, reason: null }
      : { sha256, stored: false, reason: 'notClaimed' },
  );
  return answer(c, { thumbnails: results, ...(await headFor(c, sender.value.person.region)) });
};
