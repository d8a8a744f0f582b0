import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Store } from '#server/store/store.ts';
import { hasAdmin } from './people.ts';

/** The code is read aloud and typed on a phone, so it has no characters that look alike. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';
const LENGTH = 12;

export type FirstAdmin = {
  /** The one-time code; null once the server has an admin. */
  code(): string | null;
  isCode(text: string): boolean;
  /** Makes the code invalid. */
  close(): void;
  /** Makes the code valid again, after the enrolment of the first admin failed. */
  reopen(): void;
};

const digest = (text: string) => createHash('sha256').update(text).digest();

/** All processes of one database have the same code: a load balancer may pass the request to any of them. */
const codeOf = (secret: string): string =>
  Array.from(
    createHmac('sha256', secret).update('first admin').digest().subarray(0, LENGTH),
    (byte) => ALPHABET[byte % ALPHABET.length],
  ).join('');

/** A server without an admin has a code and prints it at every start ([S5]). */
export const openFirstAdmin = async (store: Store, secret: string): Promise<FirstAdmin> => {
  let code = (await hasAdmin(store.read)) ? null : codeOf(secret);
  return {
    code: () => code,
    isCode: (text) => code !== null && timingSafeEqual(digest(code), digest(text)),
    close: () => {
      code = null;
    },
    reopen: () => {
      code = codeOf(secret);
    },
  };
};
