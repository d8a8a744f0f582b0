/**
 * PUT, HEAD and PATCH /api/photos/{sha256}.
 *
 * Promises: 201 means durable: hashed again from disk, synced, and its rows written. What came before a cut can be
 * continued by PATCH from the offset HEAD tells. Hashes the device never claimed are answered as if unknown.
 */
import { MAX_PHOTO_BYTES } from '#domain/ledger/photo-manifest.ts';
import { LENGTH_HEADER, OFFSET_HEADER } from '#domain/protocol/photos.ts';
import { isSha256, type Bytes } from '#domain/base/units.ts';
import { readClaims, type Claim } from '#server/photos/claims.ts';
import { markSent } from '#server/photos/mark-sent.ts';
import { appendBody } from '#server/photos/uploads.ts';
import { answer, refuse } from './answer.ts';
import { bodyOf, discard } from './body.ts';
import { readSender, type Sender } from './sender.ts';
import type { AppContext } from './services.ts';

const readClaim = async (c: AppContext, { person, device }: Sender): Promise<Claim | null> => {
  const sha256 = c.req.param('sha256') ?? '';
  if (!isSha256(sha256)) return null;
  const claims = await readClaims(c.var.services.store.read, { person: person.id, device }, [sha256]);
  return claims.find((claim) => claim.role === 'photo') ?? null;
};

/** A claim without its file, after a restore of the database alone, is open again. */
const isComplete = async (c: AppContext, sender: Sender): Promise<boolean> => {
  const claim = await readClaim(c, sender);
  return claim !== null && claim.isSent && c.var.services.files.holds(claim.sha256);
};

const wholeNumber = (text: string | undefined): number | null =>
  text !== undefined && /^\d{1,12}$/.test(text) ? Number(text) : null;

/** Makes a partial file that has all its bytes the photo. False, and it is gone, when they hash to something else. */
const settle = async (c: AppContext, { person, device }: Sender, sha256: string, bytes: Bytes) => {
  const { files, store, clock } = c.var.services;
  if (!(await files.keep(device, sha256))) return false;
  await markSent(store, { person: person.id, device }, [{ sha256, bytes }], clock());
  return true;
};

/** What the device need not send again. A crash may have left all the bytes, but no photo yet. */
const reachedOffset = async (c: AppContext, sender: Sender, { sha256, bytes }: Claim): Promise<Bytes> => {
  if (await isComplete(c, sender)) return bytes;
  const size = await c.var.services.files.partialSize(sender.device, sha256);
  if (size < bytes) return size;
  return (await settle(c, sender, sha256, size)) ? bytes : 0;
};

const takeBody = async (c: AppContext, sender: Sender, claim: Claim) => {
  const { files } = c.var.services;
  const { device } = sender;
  const { sha256 } = claim;
  const body = bodyOf(c);
  const isResumed = c.req.method === 'PATCH';
  const length = wholeNumber(c.req.header(LENGTH_HEADER)) ?? claim.bytes;
  const limit = Math.min(claim.bytes, MAX_PHOTO_BYTES);
  const arrived = isResumed ? await files.partialSize(device, sha256) : 0;
  const offset = isResumed ? wholeNumber(c.req.header(OFFSET_HEADER)) : 0;
  if (offset !== arrived) {
    c.header(OFFSET_HEADER, String(arrived));
    return refuse(c, 'wrongOffset');
  }
  const announced = wholeNumber(c.req.header('content-length')) ?? 0;
  if (length > limit || offset + announced > limit) return refuse(c, 'tooLarge');
  const appended = await appendBody(files, { device, sha256 }, body, { offset, limit });
  if (!appended.ok) {
    discard(body);
    await files.dropPartial(device, sha256);
    return refuse(c, appended.error);
  }
  const size = appended.value;
  if (!isResumed || size === length)
    return (await settle(c, sender, sha256, size)) ? answer(c, { sha256 }, 201) : refuse(c, 'hashMismatch');
  c.header(OFFSET_HEADER, String(size));
  return c.body(null, 204);
};

export const photoUpload = async (c: AppContext) => {
  const { uploads, log } = c.var.services;
  const sender = await readSender(c);
  if (!sender.ok) return refuse(c, sender.error);
  const claim = await readClaim(c, sender.value);
  if (!claim) return refuse(c, 'notClaimed');
  const body = bodyOf(c);
  const name = { device: sender.value.device, sha256: claim.sha256 };
  try {
    return await uploads.alone(
      name,
      () => body.destroy(),
      async () => {
        // The connection that was stopped may have finished in the meantime.
        if (!(await isComplete(c, sender.value))) return takeBody(c, sender.value, claim);
        discard(body);
        return answer(c, { sha256: claim.sha256 }, 201);
      },
    );
  } catch (error) {
    if (!body.destroyed || body.complete) {
      discard(body);
      throw error;
    }
    log.debug({ sha256: claim.sha256 }, 'upload cut');
    return refuse(c, 'busy');
  }
};

export const photoOffset = async (c: AppContext) => {
  const sender = await readSender(c);
  if (!sender.ok) return refuse(c, sender.error);
  const claim = await readClaim(c, sender.value);
  if (!claim) return refuse(c, 'notClaimed');
  const name = { device: sender.value.device, sha256: claim.sha256 };
  const offset = await c.var.services.uploads.alone(
    name,
    () => undefined,
    () => reachedOffset(c, sender.value, claim),
  );
  c.header(OFFSET_HEADER, String(offset));
  c.header(LENGTH_HEADER, String(claim.bytes));
  c.header('cache-control', 'no-store');
  return c.body(null, 200);
};
