/**
 * The file of the HEIC decoder, in a cache of its own. It is not part of the precache, so the first load does not
 * contain it. The service worker answers requests for it from this cache, and deletes files of earlier versions.
 */
import url from 'libheif-js/libheif-wasm/libheif-bundle.mjs?url';
import type { Millis } from '#domain/base/units.ts';
import { DECODER_CACHE } from './decoder-cache.ts';

export type HeicDecoder = {
  /** The address of the decoder; null until it is stored. */
  readonly stored: () => Promise<string | null>;
  /** Loads and stores it, as soon as there is a link. Resolves when it is stored; never rejects. */
  readonly load: () => Promise<void>;
};

const RETRY_AFTER: Millis = 60_000;

const stored = async (): Promise<string | null> => {
  const found = await caches.match(url, { cacheName: DECODER_CACHE }).catch(() => undefined);
  return found ? url : null;
};

/** False without a link, on a full disk, and for the page of a captive portal. */
const fetchOnce = async (): Promise<boolean> => {
  try {
    const response = await fetch(url);
    const isScript = response.headers.get('content-type')?.includes('javascript') ?? false;
    if (!response.ok || !isScript) return false;
    await (await caches.open(DECODER_CACHE)).put(url, response);
    return true;
  } catch {
    return false;
  }
};

const linkOrLater = (): Promise<void> =>
  new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      removeEventListener('online', end);
      resolve();
    };
    const timer = setTimeout(end, RETRY_AFTER);
    addEventListener('online', end);
  });

const loadNow = async (): Promise<void> => {
  while ((await stored()) === null && !(await fetchOnce())) await linkOrLater();
};

let loading: Promise<void> | null = null;

export const heicDecoder: HeicDecoder = {
  stored,
  load: () =>
    (loading ??= loadNow().finally(() => {
      loading = null;
    })),
};

/** Loads the decoder before it is needed, where that costs the person nothing. */
export const loadIfFree = (link: {
  readonly canTell: () => boolean;
  readonly isMetered: () => boolean;
}): void => {
  if (link.canTell() && !link.isMetered()) void heicDecoder.load();
};
