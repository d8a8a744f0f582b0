import { takePhoto, type Photo, type Shot } from './take-photo.ts';

/** Pictures drawn before they are asked for: enough to keep the encoders busy, few enough to stay small. */
const AHEAD = 8;

export type Easel = { take(shot: Shot): Promise<Photo> };

/** Draws the shots in their order, a few ahead of whoever takes them. A shot taken again is the same photo. */
export const openEasel = (shots: readonly Shot[]): Easel => {
  const waiting = [...new Set(shots)];
  const drawn = new Map<Shot, Promise<Photo>>();
  let begun = 0;
  const begin = () => {
    const shot = waiting[begun++];
    if (!shot) return;
    const photo = takePhoto(shot);
    // Whoever takes it hears of a failure; until then it is not an unhandled one.
    photo.catch(() => undefined);
    drawn.set(shot, photo);
  };
  let last: readonly Shot[] = [];
  return {
    take: async (shot) => {
      while (begun < waiting.length && (drawn.size < AHEAD || !drawn.has(shot))) begin();
      const photo = await drawn.get(shot)!;
      // The newest few stay: a mended report names the photos of the one before it.
      last = [...last.filter((it) => it !== shot), shot];
      if (last.length > AHEAD / 2) {
        drawn.delete(last[0]!);
        last = last.slice(1);
      }
      return photo;
    },
  };
};
