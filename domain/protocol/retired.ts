/**
 * A retired person has no session. For 30 days the device may still push what is unsent, with a proof by its key. Every event
 * becomes a dead letter for the office.
 */
import type { Millis, Sha256 } from '#domain/base/units.ts';

export const RETIRED_PUSHES_FOR: Millis = 30 * 24 * 3_600_000;

/** What the device signs: `sha256` is of the body as sent, `at` of its clock. */
export const retiredPushText = (person: string, device: string, at: Millis, sha256: Sha256): string =>
  `grid-patrol retired push ${person} ${device} ${at} ${sha256}`;

export const proofHeader = (at: Millis, signature: string): string => `${at}.${signature}`;

export const readProof = (text: string): { readonly at: Millis; readonly signature: string } | null => {
  const [, at = '', signature = ''] = /^(\d{1,15})\.([\w-]{1,200})$/.exec(text) ?? [];
  return signature === '' ? null : { at: Number(at), signature };
};
