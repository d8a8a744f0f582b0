import type { Bytes } from '#domain/base/units.ts';

type Transferable = { readonly transfer?: (bytes: Bytes) => ArrayBuffer };

/**
 * Chromium collects garbage after scripts have allocated 64 MB outside its heap. It does not count its own copies:
 * three for each photo, for the read and the request. With this factor at most about 8 MB of such copies remain;
 * without it, 100 MB.
 */
const BUFFER_PER_BYTE = 24;

/**
 * Releases the memory of a sent photo: its own buffer at once, where the browser supports that, and the browser's
 * copies soon. Allocates a large untouched buffer only to raise the engine's external-memory counter and trigger GC;
 * its pages are never committed.
 */
export const releasePhotoMemory = (data: ArrayBuffer): void => {
  const ballast = new ArrayBuffer(data.byteLength * BUFFER_PER_BYTE);
  (data as Transferable).transfer?.(0);
  // Without a use, the engine would optimise the allocation away.
  ballast.slice(0, 0);
};
