import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Millis, Sha256 } from '#domain/base/units.ts';

/** HMAC receipts that only this server can verify. They let a restored server recognise what it acknowledged before. */
export type Receipts = {
  event(hash: Sha256, receivedAt: Millis): string;
  photo(sha256: Sha256): string;
  /** True if this server signed `receipt`. `signed` is the receipt that it would sign now. */
  isOurs(signed: string, receipt: string): boolean;
};

export const openReceipts = (secret: string): Receipts => {
  const sign = (text: string) => `v1.${createHmac('sha256', secret).update(text).digest('base64url')}`;
  return {
    event: (hash, receivedAt) => sign(`event\n${hash}\n${receivedAt}`),
    photo: (sha256) => sign(`photo\n${sha256}`),
    isOurs: (signed, receipt) => {
      const [ours, theirs] = [Buffer.from(signed), Buffer.from(receipt)];
      return ours.length === theirs.length && timingSafeEqual(ours, theirs);
    },
  };
};
