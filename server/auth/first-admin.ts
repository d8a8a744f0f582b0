import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Store } from '#server/store/store.ts';
import { hasPeople } from './people.ts';

/** Read aloud and typed on a phone: no letters that look alike. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';
const LENGTH = 12;

export type FirstAdmin = {
  /** The one-time code while the server has nobody; null for good once it has. */
  code(): string | null;
  isCode(offered: string): boolean;
  close(): void;
  /** Whoever had the code was not made the first admin after all. */
  reopen(): void;
};

const digest = (text: string) => createHash('sha256').update(text).digest();

/** The same in every process of a database: a balancer may send its reader to any of them. */
const codeOf = (secret: string): string =>
  Array.from(
    createHmac('sha256', secret).update('first admin').digest().subarray(0, LENGTH),
    (byte) => ALPHABET[byte % ALPHABET.length],
  ).join('');

/** A server without people prints its code at each start. */
export const openFirstAdmin = async (store: Store, secret: string): Promise<FirstAdmin> => {
  let code = (await hasPeople(store.read)) ? null : codeOf(secret);
  return {
    code: () => code,
    isCode: (offered) => code !== null && timingSafeEqual(digest(code), digest(offered)),
    close: () => {
      code = null;
    },
    reopen: () => {
      code = codeOf(secret);
    },
  };
};
