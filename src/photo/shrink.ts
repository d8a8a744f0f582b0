/**
 * Converts any bitmap that the browser can decode into JPEGs with a limited long edge: upright, on white where it was
 * transparent, never enlarged, never stretched.
 */
import { MAX_THUMBNAIL_BYTES } from '#domain/ledger/photo-manifest.ts';
import type { ImageHeader } from './image-header.ts';

const PHOTO_EDGE = 1600;
const PHOTO_QUALITY = 0.8;
const THUMBNAIL_EDGE = 320;
const thumbnailQualities = [0.75, 0.65, 0.55, 0.45, 0.35, 0.25] as const;

/** For the displayed size. */
const resizeOptions = ({ width, height }: Pick<ImageHeader, 'width' | 'height'>): ImageBitmapOptions => {
  if (Math.min(width, height) <= PHOTO_EDGE) return {};
  return {
    resizeQuality: 'high',
    ...(width > height ? { resizeWidth: PHOTO_EDGE } : { resizeHeight: PHOTO_EDGE }),
  };
};

/** Decoded pixels, upright, at the small size. */
export const smallBitmap = (pixels: ImageData): Promise<ImageBitmap> =>
  createImageBitmap(pixels, resizeOptions(pixels));

/**
 * Returns null when the browser cannot decode the bytes. The decoder is asked for the small size, so that the large
 * picture need not be in memory. A resize option limits the displayed size, so `turned` decides which edge is limited.
 * If the browser interprets the orientation differently, the bitmap is larger than needed, but never smaller or
 * stretched, because both edges were above the limit.
 */
export const decode = async (
  image: Blob,
  { width, height }: ImageHeader,
  turned: boolean,
): Promise<ImageBitmap | null> => {
  const options: ImageBitmapOptions = {
    imageOrientation: 'from-image',
    ...resizeOptions(turned ? { width: height, height: width } : { width, height }),
  };
  try {
    return await createImageBitmap(image, options).catch((error: unknown) => {
      // Chrome before 112 does not know the value and turns every picture upright by itself.
      if (error instanceof TypeError)
        return createImageBitmap(image, { ...options, imageOrientation: undefined });
      throw error;
    });
  } catch {
    return null;
  }
};

const draw = (source: ImageBitmap | OffscreenCanvas, edge: number): OffscreenCanvas => {
  const scale = Math.min(1, edge / Math.max(source.width, source.height));
  const width = Math.max(1, Math.round(source.width * scale));
  const height = Math.max(1, Math.round(source.height * scale));
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { alpha: false });
  if (!context) throw new Error('No 2D canvas');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(source, 0, 0, width, height);
  return canvas;
};

/** An encoder without a format returns PNG instead of an error, so the type is checked. */
const encode = async (canvas: OffscreenCanvas, quality: number): Promise<ArrayBuffer> => {
  const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality });
  if (blob.type !== 'image/jpeg') throw new Error(`Asked for JPEG, got ${blob.type}`);
  return blob.arrayBuffer();
};

/** Closes the bitmap, which is not needed after this. */
export const drawPhoto = (bitmap: ImageBitmap): OffscreenCanvas => {
  const canvas = draw(bitmap, PHOTO_EDGE);
  bitmap.close();
  return canvas;
};

/** Frees the pixels now. The garbage collector sees only a small object and would let sixty of them accumulate. */
export const release = (canvas: OffscreenCanvas): void => {
  canvas.width = 0;
  canvas.height = 0;
};

export const encodePhoto = (canvas: OffscreenCanvas): Promise<ArrayBuffer> => encode(canvas, PHOTO_QUALITY);

/** Reduces the quality first, then the size, until the bytes fit. */
export const makeThumbnail = async (photo: OffscreenCanvas): Promise<ArrayBuffer> => {
  for (let edge = THUMBNAIL_EDGE; ; edge = Math.floor(edge * 0.8)) {
    const canvas = draw(photo, edge);
    try {
      for (const quality of thumbnailQualities) {
        const data = await encode(canvas, quality);
        if (data.byteLength <= MAX_THUMBNAIL_BYTES) return data;
      }
    } finally {
      release(canvas);
    }
  }
};
