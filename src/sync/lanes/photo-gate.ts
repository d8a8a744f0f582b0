/**
 * Which photos may be sent now. While photos wait for Wi-Fi, a tap lets the photos of that moment through once; photos
 * saved later wait again. Text and thumbnails do not pass this gate.
 */
import type { Sha256 } from '#domain/base/units.ts';
import type { PhotoRow } from '#storage/databases/main-db.ts';

export type PhotoGate = {
  readonly letAllThrough: () => void;
  readonly letThrough: (hashes: readonly Sha256[]) => void;
  /** The photos of `waiting` that may be sent. */
  readonly pass: (waiting: readonly PhotoRow[]) => Promise<readonly PhotoRow[]>;
};

export const createPhotoGate = (
  photosWait: () => Promise<boolean>,
  onWaiting: (isWaiting: boolean) => void,
): PhotoGate => {
  const allowed = new Set<Sha256>();
  let allowAll = false;
  return {
    letAllThrough: () => {
      allowAll = true;
    },
    letThrough: (hashes) => {
      for (const sha256 of hashes) allowed.add(sha256);
    },
    pass: async (waiting) => {
      if (allowAll) for (const { sha256 } of waiting) allowed.add(sha256);
      allowAll = false;
      const mustWait = waiting.length > 0 && (await photosWait());
      const passing = mustWait ? waiting.filter(({ sha256 }) => allowed.has(sha256)) : waiting;
      onWaiting(passing.length < waiting.length);
      return passing;
    },
  };
};
