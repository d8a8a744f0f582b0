/**
 * The port to the code that draws. The package `@napi-rs/canvas` is optional: this file loads it and decides whether the
 * demo has pictures. No other file of the demo may import `take-photo.ts` statically.
 */
import type { Photo, Shot } from './take-photo.ts';

type TakePhoto = (shot: Shot) => Promise<Photo>;
export type LoadCanvas = () => Promise<unknown>;

/** Photos drawn in advance: enough to keep the encoder threads busy, few enough to use little memory. */
const AHEAD = 8;

/** Returns null if the package is not installed or has no binary for this computer. */
export const loadTakePhoto = async (
  loadCanvas: LoadCanvas = () => import('@napi-rs/canvas'),
): Promise<TakePhoto | null> => {
  try {
    await loadCanvas();
  } catch {
    return null;
  }
  return (await import('./take-photo.ts')).takePhoto;
};

export type Easel = { take(shot: Shot): Promise<Photo> };

/** Draws the shots in their order, a few ahead of `take`. The same shot gives the same photo again. */
export const openEasel = (shots: readonly Shot[], takePhoto: TakePhoto): Easel => {
  const queue = [...new Set(shots)];
  const drawn = new Map<Shot, Promise<Photo>>();
  let started = 0;
  const startNext = () => {
    const shot = queue[started++];
    if (!shot) return;
    const photo = takePhoto(shot);
    // `take` passes a failure on. Until then it must not count as an unhandled rejection.
    photo.catch(() => undefined);
    drawn.set(shot, photo);
  };
  let recent: readonly Shot[] = [];
  return {
    take: async (shot) => {
      while (started < queue.length && (drawn.size < AHEAD || !drawn.has(shot))) startNext();
      const photo = await drawn.get(shot)!;
      // The most recent photos stay: a resubmission names the photos of the report that it replaces.
      recent = [...recent.filter((earlier) => earlier !== shot), shot];
      if (recent.length > AHEAD / 2) {
        drawn.delete(recent[0]!);
        recent = recent.slice(1);
      }
      return photo;
    },
  };
};
