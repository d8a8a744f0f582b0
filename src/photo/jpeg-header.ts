import type { ImageHeader } from './image-header.ts';

const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;

/** RST0–7, TEM and SOI have no length field. */
const hasNoLength = (code: number): boolean =>
  (code >= 0xd0 && code <= 0xd7) || code === 0x01 || code === SOI;

/** SOF0–15 without DHT, JPG and DAC, which share the range. */
const isFrame = (code: number): boolean =>
  code >= 0xc0 && code <= 0xcf && code !== 0xc4 && code !== 0xc8 && code !== 0xcc;

/** Index of the next marker's code, or -1. Skips fill bytes, stuffed zeros, entropy-coded data and junk. */
const nextMarker = (bytes: Uint8Array, from: number): number => {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at)) {
    while (bytes[at] === 0xff) at += 1;
    if (at >= bytes.length) return -1;
    if (bytes[at] !== 0) return at;
  }
  return -1;
};

/**
 * Walks the markers to the end of the first picture. Data after it (padding, a second picture, a video) is ignored.
 * The length of a segment skips the markers of a thumbnail embedded in it.
 */
export const readJpegHeader = (bytes: Uint8Array): ImageHeader | null => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let size: { readonly width: number; readonly height: number } | null = null;
  let scanned = false;
  for (let at = nextMarker(bytes, 2); at >= 0; at = nextMarker(bytes, at)) {
    const code = bytes[at++]!;
    if (code === EOI) return size && { ...size, hasAllData: scanned };
    if (hasNoLength(code)) continue;
    if (at + 2 > bytes.length) break;
    if (isFrame(code) && at + 7 <= bytes.length)
      size ??= { height: view.getUint16(at + 3), width: view.getUint16(at + 5) };
    if (code === SOS) scanned = true;
    at += Math.max(2, view.getUint16(at));
  }
  return size && { ...size, hasAllData: false };
};
