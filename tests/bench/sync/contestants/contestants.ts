import type { OpenContestant } from './contestant.ts';
import { openPeer } from './peer.ts';
import { openProduct } from './product.ts';

export const contestants = {
  product: openProduct,
  bound: (link) => openPeer('bound', link),
  tus: (link) => openPeer('tus', link),
  workbox: (link) => openPeer('workbox', link),
  pouchdb: (link) => openPeer('pouchdb', link),
  rxdb: (link) => openPeer('rxdb', link),
} as const satisfies Record<string, OpenContestant>;

export type ContestantName = keyof typeof contestants;
export const isContestantName = (name: string): name is ContestantName => name in contestants;
