/** What the server of a peer was asked to store: each text and picture with a count, and the time of the last text. */
import { createHash } from 'node:crypto';

/** Reads a picture back from the store of the peer. */
type ReadBack = () => Promise<Uint8Array>;

export type PeerLedger = {
  readonly tookText: (id: string) => void;
  readonly tookPicture: (sha256: string, read: ReadBack) => void;
};

export type Kept = {
  readonly lost: number;
  readonly doubled: number;
};

const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

export const openLedger = () => {
  const textsById = new Map<string, number>();
  const picturesByHash = new Map<string, { times: number; readonly read: ReadBack }>();
  let lastTextAt = 0;

  const isWhole = async (sha256: string): Promise<boolean> => {
    const picture = picturesByHash.get(sha256);
    return picture !== undefined && sha256Of(await picture.read()) === sha256;
  };

  return {
    tookText: (id: string) => {
      if (!textsById.has(id)) lastTextAt = Date.now();
      textsById.set(id, (textsById.get(id) ?? 0) + 1);
    },
    tookPicture: (sha256: string, read: ReadBack) => {
      const known = picturesByHash.get(sha256);
      if (known) known.times += 1;
      else picturesByHash.set(sha256, { times: 1, read });
    },
    /** Null until all texts are stored. */
    lastTextAt: (ids: readonly string[]): number | null =>
      ids.every((id) => textsById.has(id)) ? lastTextAt : null,
    compare: async (ids: readonly string[], hashes: readonly string[]): Promise<Kept> => {
      let lost = ids.filter((id) => !textsById.has(id)).length;
      for (const sha256 of hashes) if (!(await isWhole(sha256))) lost += 1;
      const times = [...textsById.values(), ...[...picturesByHash.values()].map((it) => it.times)];
      return { lost, doubled: times.reduce((sum, it) => sum + it - 1, 0) };
    },
  };
};
