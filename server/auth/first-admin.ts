import { createHash, randomInt, timingSafeEqual } from 'node:crypto';
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
};

const digest = (text: string) => createHash('sha256').update(text).digest();

/** A server without people makes a code at each start and prints it in its terminal. */
export const openFirstAdmin = async (store: Store): Promise<FirstAdmin> => {
  let code = (await hasPeople(store.read))
    ? null
    : Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  return {
    code: () => code,
    isCode: (offered) => code !== null && timingSafeEqual(digest(code), digest(offered)),
    close: () => {
      code = null;
    },
  };
};
