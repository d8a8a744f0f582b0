import type { Bytes, Millis } from '#domain/base/units.ts';
import type { ShapingProxy } from '#tests/support/link/shaping-proxy.ts';
import type { Exchange } from '#tests/bench/sync/runs/request-log.ts';

/** The least bytes that have to reach the server: gzipped texts, thumbnails and photos. */
export type Payload = { readonly texts: Bytes; readonly thumbnails: Bytes; readonly photos: Bytes };

export type Verified = { readonly lost: number; readonly doubled: number };

/** The product or a peer, with its own server and phone behind the proxy. Times are wall-clock times. */
export type Contestant = {
  readonly profileDir: string;
  /** Saves the work without a link and restarts the browser on its profile. Resolves when the page is idle. */
  readonly prepare: (reports: number, seed: number) => Promise<Payload>;
  /** Turns the link on. Returns the time at which the page noticed it. */
  readonly begin: () => Promise<Millis>;
  /** Resolves once the page has the confirmation of everything sent, with the time of the last one. */
  readonly finished: () => Promise<Millis>;
  /** The time at which the server had the text of every report; null if it does not have all. */
  readonly lastTextAt: (exchanges: readonly Exchange[]) => Promise<Millis | null>;
  readonly blocked: () => Promise<Blocked | null>;
  /** The hashes of what the server stored. Called last. */
  readonly verify: () => Promise<Verified>;
  readonly close: () => Promise<void>;
};

/** Tasks of the main thread of 50 ms or more. */
export type Blocked = { readonly tasks: number; readonly longestTaskMillis: Millis };

export type OpenContestant = (link: ShapingProxy) => Promise<Contestant>;
