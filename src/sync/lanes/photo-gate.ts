/**
 * Which photos may travel now. While they wait for Wi-Fi, those a tap let through go all the same, once: what is
 * saved after the tap waits again. Text and thumbnails never come here.
 */
import type { Sha256 } from '#domain/base/units.ts';
import type { PhotoRow } from '#storage/databases/main-db.ts';

export type PhotoGate = {
  readonly letAllThrough: () => void;
  readonly letThrough: (hashes: readonly Sha256[]) => void;
  /** Those of the waiting ones that may travel. */
  readonly pass: (waiting: readonly PhotoRow[]) => Promise<readonly PhotoRow[]>;
};

export const createPhotoGate = (
  photosWait: () => Promise<boolean>,
  onWaiting: (isWaiting: boolean) => void,
): PhotoGate => {
  const through = new Set<Sha256>();
  let all = false;
  return {
    letAllThrough: () => {
      all = true;
    },
    letThrough: (hashes) => {
      for (const sha256 of hashes) through.add(sha256);
    },
    pass: async (waiting) => {
      if (all) for (const { sha256 } of waiting) through.add(sha256);
      all = false;
      const mustWait = waiting.length > 0 && (await photosWait());
      const passing = mustWait ? waiting.filter(({ sha256 }) => through.has(sha256)) : waiting;
      onWaiting(passing.length < waiting.length);
      return passing;
    },
  };
};
