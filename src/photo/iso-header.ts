import type { ImageHeader } from './image-header.ts';

type Box = { readonly type: string; readonly start: number; readonly end: number };

/**
 * The boxes between two offsets. A box that declares an end beyond `end` is returned unchanged and is the last one.
 */
const boxesOf = (view: DataView, start: number, end: number): Box[] => {
  const boxes: Box[] = [];
  for (let at = start; at + 8 <= end;) {
    let size = view.getUint32(at);
    let head = 8;
    if (size === 1 && at + 16 <= end) {
      size = Number(view.getBigUint64(at + 8));
      head = 16;
    } else if (size === 0) size = end - at;
    if (size < head) break;
    const type = String.fromCharCode(...new Uint8Array(view.buffer, view.byteOffset + at + 4, 4));
    boxes.push({ type, start: at + head, end: at + size });
    at += size;
  }
  return boxes;
};

const inside = (view: DataView, boxes: readonly Box[], type: string, skip = 0): Box[] =>
  boxes
    .filter((box) => box.type === type && box.end <= view.byteLength)
    .flatMap((box) => boxesOf(view, box.start + skip, box.end));

/** AVIF and HEIC: the largest `ispe` property. A tiled picture also lists the size of its tiles. */
export const readIsoHeader = (bytes: Uint8Array): ImageHeader | null => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const top = boxesOf(view, 0, bytes.length);
  const meta = inside(view, top, 'meta', 4);
  const properties = inside(view, inside(view, meta, 'iprp'), 'ipco');
  const sizes = properties
    .filter((box) => box.type === 'ispe' && box.start + 12 <= box.end && box.end <= bytes.length)
    .map((box) => ({ width: view.getUint32(box.start + 4), height: view.getUint32(box.start + 8) }))
    .sort((a, b) => b.width * b.height - a.width * a.height);
  const hasData = top.some((box) => box.type === 'mdat') || meta.some((box) => box.type === 'idat');
  const hasAllData = hasData && top.every((box) => box.end <= bytes.length);
  return sizes[0] ? { ...sizes[0], hasAllData } : null;
};
