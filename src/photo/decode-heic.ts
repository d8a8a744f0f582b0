/**
 * Decodes HEIC with libheif, for browsers that cannot. Runs in the image worker, which ends after it: WebAssembly never
 * returns memory to the system.
 */
import type { Bytes } from '#domain/base/units.ts';
import { err, ok, type Result } from '#domain/base/result.ts';
import { MAX_PIXELS } from './image-header.ts';
import type { PhotoFault } from './processed-photo.ts';
import { smallBitmap } from './shrink.ts';

/** The part of libheif that is used. A failed call returns an object with a `code` instead of its result. */
type Failed = { readonly code: unknown };
type Context = { readonly $$: { readonly ptr: number } };
type Decoded = {
  readonly channels: readonly {
    readonly width: number;
    readonly height: number;
    readonly stride: number;
    readonly data: Uint8Array<ArrayBuffer>;
  }[];
};
type Libheif = {
  heif_context_alloc(): Context;
  heif_context_set_maximum_image_size_limit(context: number, edge: number): void;
  heif_context_read_from_memory(context: Context, file: Uint8Array): Failed;
  heif_js_context_get_primary_image_handle(context: Context): object | Failed;
  heif_js_decode_image2(handle: object, colorspace: unknown, chroma: unknown): Decoded | Failed;
  readonly heif_error_code: Readonly<Record<'heif_error_Ok' | 'heif_error_Unsupported_feature', unknown>>;
  readonly heif_colorspace: { readonly heif_colorspace_RGB: unknown };
  readonly heif_chroma: { readonly heif_chroma_interleaved_RGBA: unknown };
};

/** The profile is in the box after that of the file type. */
const MAX_PROFILE_AT: Bytes = 65_536;

const load = async (url: string): Promise<Libheif | null> => {
  try {
    const { default: open } = (await import(/* @vite-ignore */ url)) as { default: () => Libheif };
    return open();
  } catch {
    return null;
  }
};

/** libheif leaves the colours as they are: sRGB, or Display P3 as the profile says in ASCII or UTF-16. */
const colorSpaceOf = (file: Uint8Array): PredefinedColorSpace => {
  const start = new TextDecoder('latin1').decode(file.subarray(0, MAX_PROFILE_AT));
  return start.replaceAll('\0', '').includes('Display P3') ? 'display-p3' : 'srgb';
};

/** The pixels in the memory of libheif, without a copy unless its rows have padding. */
const imageOf = (
  { width, height, stride, data }: Decoded['channels'][number],
  colorSpace: PredefinedColorSpace,
): ImageData => {
  const row = width * 4;
  if (stride === row)
    return new ImageData(new Uint8ClampedArray(data.buffer, data.byteOffset, row * height), width, height, {
      colorSpace,
    });
  const image = new ImageData(width, height, { colorSpace });
  for (let y = 0; y < height; y++) image.data.set(data.subarray(y * stride, y * stride + row), y * row);
  return image;
};

/**
 * The upright picture: libheif applies the rotation of the container, so EXIF orientation must not be applied again.
 * `decoder` is the address of libheif. Errors: `noDecoder` when it cannot be loaded; `unsupported` for a picture in a
 * HEIF file that is not HEVC; `damaged`.
 */
export const decodeHeic = async (
  file: ArrayBuffer,
  decoder: string,
): Promise<Result<ImageBitmap, PhotoFault>> => {
  const libheif = await load(decoder);
  if (libheif === null) return err('noDecoder');
  const { heif_error_Ok: none, heif_error_Unsupported_feature: otherCodec } = libheif.heif_error_code;
  const faultOf = ({ code }: Failed): Result<never, PhotoFault> =>
    err(code === otherCodec ? 'unsupported' : 'damaged');
  try {
    const context = libheif.heif_context_alloc();
    // The header was checked, but the data inside may declare another size.
    libheif.heif_context_set_maximum_image_size_limit(context.$$.ptr, Math.sqrt(MAX_PIXELS));
    const bytes = new Uint8Array(file);
    const read = libheif.heif_context_read_from_memory(context, bytes);
    if (read.code !== none) return faultOf(read);
    const handle = libheif.heif_js_context_get_primary_image_handle(context);
    if ('code' in handle) return faultOf(handle);
    const { heif_colorspace_RGB: rgb } = libheif.heif_colorspace;
    const decoded = libheif.heif_js_decode_image2(
      handle,
      rgb,
      libheif.heif_chroma.heif_chroma_interleaved_RGBA,
    );
    if ('code' in decoded) return faultOf(decoded);
    return ok(await smallBitmap(imageOf(decoded.channels[0]!, colorSpaceOf(bytes))));
  } catch {
    // WebAssembly traps, for example when it gets no more memory.
    return err('damaged');
  }
};
