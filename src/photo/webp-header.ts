import type { ImageHeader } from './image-header.ts';

/** The first chunk declares the size in one of three ways: lossy, lossless, extended. */
export const readWebpHeader = (bytes: Uint8Array): ImageHeader | null => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 30) return null;
  const hasAllData = view.getUint32(4, true) + 8 <= bytes.length;
  const uint24 = (at: number) => view.getUint16(at, true) + (bytes[at + 2]! << 16);
  switch (String.fromCharCode(...bytes.subarray(12, 16))) {
    case 'VP8 ':
      return {
        width: view.getUint16(26, true) & 0x3fff,
        height: view.getUint16(28, true) & 0x3fff,
        hasAllData,
      };
    case 'VP8L': {
      const packed = view.getUint32(21, true);
      return { width: (packed & 0x3fff) + 1, height: ((packed >>> 14) & 0x3fff) + 1, hasAllData };
    }
    case 'VP8X':
      return { width: uint24(24) + 1, height: uint24(27) + 1, hasAllData };
    default:
      return null;
  }
};
