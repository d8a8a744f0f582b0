import type { ImageHeader } from './image-header.ts';

const EXTENSION = 0x21;
const IMAGE = 0x2c;

const colourTableBytes = (flags: number): number => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);

/** The end of the chain of sub-blocks, or a value beyond the file's end when the chain does not end. */
const afterSubBlocks = (bytes: Uint8Array, from: number): number => {
  let at = from;
  while (at < bytes.length && bytes[at] !== 0) at += 1 + bytes[at]!;
  return Math.min(at + 1, bytes.length + 1);
};

/** Size of the canvas or of the first frame, whichever is larger: a frame may extend beyond its canvas. */
export const readGifHeader = (bytes: Uint8Array): ImageHeader | null => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 13) return null;
  const canvas = { width: view.getUint16(6, true), height: view.getUint16(8, true) };
  let at = 13 + colourTableBytes(bytes[10]!);
  while (bytes[at] === EXTENSION) at = afterSubBlocks(bytes, at + 2);
  if (bytes[at] !== IMAGE || at + 11 > bytes.length) return { ...canvas, hasAllData: false };
  const end = afterSubBlocks(bytes, at + 11 + colourTableBytes(bytes[at + 9]!));
  return {
    width: Math.max(canvas.width, view.getUint16(at + 1, true) + view.getUint16(at + 5, true)),
    height: Math.max(canvas.height, view.getUint16(at + 3, true) + view.getUint16(at + 7, true)),
    hasAllData: canvas.width > 0 && canvas.height > 0 && end <= bytes.length,
  };
};
