import type { Bytes, Millis } from '#domain/base/units.ts';
import type { ShapingProxy } from '#tests/support/link/shaping-proxy.ts';
import type { Exchange } from './request-log.ts';

/** What has to reach the server at least: gzipped texts, thumbnails and photos. */
export type Payload = { readonly texts: Bytes; readonly thumbnails: Bytes; readonly photos: Bytes };

export type Verified = { readonly lost: number; readonly doubled: number };

/** The product or a peer, with a server and a phone of its own behind the proxy. Times are of the wall clock. */
export type Contestant = {
  readonly profileDir: string;
  /** Saves the work without a link and starts the browser anew on its profile: its page is at rest then. */
  readonly prepare: (reports: number, seed: number) => Promise<Payload>;
  /** The link is there. Gives the moment from which the page knew. */
  readonly begin: () => Promise<Millis>;
  /** The moment at which the page knew that everything is on the server; never comes if that never was. */
  readonly finished: () => Promise<Millis>;
  /** When the server had the text of every report; null if it never had. */
  readonly lastTextAt: (exchanges: readonly Exchange[]) => Promise<Millis | null>;
  readonly blocked: () => Promise<Blocked | null>;
  /** What the server holds, hashed. Called last. */
  readonly verify: () => Promise<Verified>;
  readonly close: () => Promise<void>;
};

/** The tasks of 50 ms or more in which the page's main thread did not answer. */
export type Blocked = { readonly tasks: number; readonly longestTaskMillis: Millis };

export type OpenContestant = (link: ShapingProxy) => Promise<Contestant>;
