import type { Bytes } from '#domain/base/units.ts';

type Transferable = { readonly transfer?: (bytes: Bytes) => ArrayBuffer };

/**
 * Chromium collects garbage once 64 MB outside its heap have been asked for by scripts, and does not count what it
 * keeps itself: of each photo three copies, for the reading and the request. This many times the photo's size it has
 * to see so that no more than some 8 MB of them lie about (without, a hundred).
 */
const BUFFER_PER_BYTE = 24;

/**
 * Gives the memory of a photo that was sent back: its own at once where the browser can, and what the browser keeps
 * of it soon. The buffer shown for that is never touched, so that it is a number and no memory.
 */
export const releasePhotoMemory = (data: ArrayBuffer): void => {
  const ballast = new ArrayBuffer(data.byteLength * BUFFER_PER_BYTE);
  (data as Transferable).transfer?.(0);
  // A buffer nobody asks anything of is not even made.
  ballast.slice(0, 0);
};
