import { parseMessage } from '#domain/protocol/answer.ts';
import { haveRequestSchema, type HaveAnswer } from '#domain/protocol/photos.ts';
import { readClaims } from '#server/photos/claims.ts';
import { markSent } from '#server/photos/mark-sent.ts';
import { answer, refuse } from '#server/http/base/answer.ts';
import { readText } from '#server/http/base/body.ts';
import { headFor } from '#server/http/sync/known-heads.ts';
import { readSender } from '#server/http/base/sender.ts';
import type { AppContext } from '#server/http/base/services.ts';

const MAX_BYTES = 64 * 1024;

/**
 * POST /api/photos/have: how much of each photo of this device is on the server, with a receipt for complete photos. If
 * only the database was restored from a backup, a receipt of this server proves that the device sent the bytes ([D17]).
 */
export const have = async (c: AppContext) => {
  const { store, files, receipts, clock } = c.var.services;
  const sender = await readSender(c);
  if (!sender.ok) return refuse(c, sender.error);
  const text = await readText(c, MAX_BYTES);
  if (!text.ok) return refuse(c, text.error);
  const request = parseMessage(haveRequestSchema, text.value);
  if (!request.ok) return refuse(c, request.error);
  const { hashes, receipts: offeredReceipts = {} } = request.value;
  const { person, device } = sender.value;
  const claims = await readClaims(store.read, { person: person.id, device }, hashes);
  const isSentByHash = new Map<string, boolean>();
  for (const { sha256, isSent } of claims)
    isSentByHash.set(sha256, isSent || (isSentByHash.get(sha256) ?? false));
  const proven = claims.filter(
    ({ sha256, isSent }) => !isSent && receipts.isOurs(receipts.photo(sha256), offeredReceipts[sha256] ?? ''),
  );
  for (const { sha256, bytes } of proven) {
    if (!(await files.holds(sha256))) continue;
    await markSent(store, { person: person.id, device }, [{ sha256, bytes }], clock());
    isSentByHash.set(sha256, true);
  }
  const photos = await Promise.all(
    hashes.map(async (sha256): Promise<HaveAnswer['photos'][number]> => {
      const isSent = isSentByHash.get(sha256);
      if (isSent === undefined) return { sha256, state: 'unknown', offset: 0, receipt: null };
      if (isSent && (await files.holds(sha256))) {
        const size = Math.max(...claims.flatMap((claim) => (claim.sha256 === sha256 ? claim.bytes : [])));
        return { sha256, state: 'complete', offset: size, receipt: receipts.photo(sha256) };
      }
      const offset = await files.partials.size({ device, sha256 });
      return { sha256, state: offset > 0 ? 'partial' : 'unknown', offset, receipt: null };
    }),
  );
  return answer(c, { photos, ...(await headFor(c, person.region)) });
};
