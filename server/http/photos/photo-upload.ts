/**
 * PUT, HEAD and PATCH /api/photos/{sha256}.
 *
 * Promises: 201 means that the photo is durable: hashed again from disk, synced, and its rows written ([H2]). After a cut,
 * HEAD returns the upload offset and PATCH continues from it ([H3]). PUT with `upload-offset: 0` behaves like PATCH at 0:
 * 409 if the server has more ([H14]). PUT without the header restarts the upload. A hash that the device never claimed is
 * answered as unknown ([H5]).
 */
import { MAX_PHOTO_BYTES } from '#domain/ledger/photo-manifest.ts';
import { LENGTH_HEADER, OFFSET_HEADER } from '#domain/protocol/photos.ts';
import { isSha256, type Bytes, type Sha256 } from '#domain/base/units.ts';
import { readClaims, type Claim } from '#server/photos/claims.ts';
import { markSent } from '#server/photos/mark-sent.ts';
import type { Taken } from '#server/photos/partial-files.ts';
import { appendBody } from '#server/photos/uploads.ts';
import { answer, refuse } from '#server/http/base/answer.ts';
import { bodyOf, discard, closeConnection } from '#server/http/base/body.ts';
import { readSender, type Sender } from '#server/http/base/sender.ts';
import type { AppContext } from '#server/http/base/services.ts';

const readClaim = async (c: AppContext, { person, device }: Sender): Promise<Claim | null> => {
  const sha256 = c.req.param('sha256') ?? '';
  if (!isSha256(sha256)) return null;
  const claims = await readClaims(c.var.services.store.read, { person: person.id, device }, [sha256]);
  return claims.find((claim) => claim.role === 'photo') ?? null;
};

/** A claim that is sent but has no file is not complete. A restored database can have such claims. */
const isComplete = async (c: AppContext, sender: Sender): Promise<boolean> => {
  const claim = await readClaim(c, sender);
  return claim !== null && claim.isSent && c.var.services.files.holds(claim.sha256);
};

const wholeNumber = (text: string | undefined): number | null =>
  text !== undefined && /^\d{1,12}$/.test(text) ? Number(text) : null;

/** Makes a partial file with all bytes the photo, and writes its rows. Errors: hashMismatch, busy. */
const finishUpload = async (
  c: AppContext,
  { person, device }: Sender,
  sha256: Sha256,
  from: Taken,
  bytes: Bytes,
) => {
  const { files, store, clock } = c.var.services;
  const kept = await files.keep(from.path, sha256);
  if (kept.ok) {
    await markSent(store, { person: person.id, device }, [{ sha256, bytes }], clock());
    await files.partials.forget({ device, sha256 });
  }
  return kept;
};

/** The offset from which the device must send. A crash may have left all bytes without the photo; it is finished here. */
const reachedOffset = async (c: AppContext, sender: Sender, { sha256, bytes }: Claim): Promise<Bytes> => {
  if (await isComplete(c, sender)) return bytes;
  const { partials } = c.var.services.files;
  const name = { device: sender.device, sha256 };
  if ((await partials.size(name)) === 0) return 0;
  const partial = await partials.take(name);
  try {
    if (partial.size < bytes) return partial.size;
    return (await finishUpload(c, sender, sha256, partial, partial.size)).ok ? bytes : 0;
  } finally {
    await partial.putBack();
  }
};

const isResumed = (c: AppContext): boolean => c.req.method === 'PATCH';

/** The sizes in the headers of this request. The body itself may still be longer. */
const readPlan = (c: AppContext, claim: Claim) => {
  const limit = Math.min(claim.bytes, MAX_PHOTO_BYTES);
  const length = wholeNumber(c.req.header(LENGTH_HEADER)) ?? claim.bytes;
  const announced = wholeNumber(c.req.header('content-length')) ?? 0;
  const offsetText = c.req.header(OFFSET_HEADER);
  const isRestart = offsetText === undefined && !isResumed(c);
  const offset = isRestart ? 0 : wholeNumber(offsetText);
  return { limit, length, offset, isRestart, fits: length <= limit && (offset ?? 0) + announced <= limit };
};
type Plan = ReturnType<typeof readPlan>;

/** The server has the photo already, so the rest of the body is not needed. */
const alreadyStored = (c: AppContext, sha256: Sha256) => {
  closeConnection(c);
  return answer(c, { sha256 }, 201);
};

const takeBody = async (
  c: AppContext,
  sender: Sender,
  { sha256, bytes }: Claim,
  plan: Plan,
  partial: Taken,
) => {
  const { limit, length, offset } = plan;
  const body = bodyOf(c);
  // A crash or a cut may have left all bytes without the photo.
  if (partial.size === bytes) {
    const kept = await finishUpload(c, sender, sha256, partial, bytes);
    return kept.ok ? alreadyStored(c, sha256) : refuse(c, kept.error);
  }
  if (offset !== partial.size) {
    c.header(OFFSET_HEADER, String(partial.size));
    closeConnection(c);
    return refuse(c, 'wrongOffset');
  }
  const appended = await appendBody(partial.path, body, { offset, limit });
  if (!appended.ok) {
    discard(body);
    await partial.drop();
    return refuse(c, appended.error);
  }
  const size = appended.value;
  if (!isResumed(c) || size === length) {
    const kept = await finishUpload(c, sender, sha256, partial, size);
    return kept.ok ? answer(c, { sha256 }, 201) : refuse(c, kept.error);
  }
  c.header(OFFSET_HEADER, String(size));
  return c.body(null, 204);
};

const takeUpload = async (c: AppContext, sender: Sender, claim: Claim) => {
  const { partials } = c.var.services.files;
  const name = { device: sender.device, sha256: claim.sha256 };
  const plan = readPlan(c, claim);
  if (!plan.fits) return refuse(c, 'tooLarge');
  const partial = await (plan.isRestart ? partials.begin(name) : partials.take(name));
  try {
    return await takeBody(c, sender, claim, plan, partial);
  } finally {
    await partial.putBack();
  }
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
    return await uploads.withExclusiveUpload(
      name,
      () => body.destroy(),
      async () => {
        // The upload that was stopped may have finished just before.
        if (await isComplete(c, sender.value)) return alreadyStored(c, claim.sha256);
        return takeUpload(c, sender.value, claim);
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
  const offset = await c.var.services.uploads.withExclusiveUpload(
    name,
    () => undefined,
    () => reachedOffset(c, sender.value, claim),
  );
  c.header(OFFSET_HEADER, String(offset));
  c.header(LENGTH_HEADER, String(claim.bytes));
  c.header('cache-control', 'no-store');
  return c.body(null, 200);
};
