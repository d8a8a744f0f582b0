import type { Position } from '#domain/base/geometry.ts';
import type { Sha256 } from '#domain/base/units.ts';

/**
 * A photo ready to be saved: an upright JPEG without metadata, and its thumbnail, each named by the hash of its own
 * bytes. `takenAt` is the camera's time, `YYYY-MM-DDTHH:MM:SS`, with the offset if the camera wrote one.
 */
export type ProcessedPhoto = {
  readonly sha256: Sha256;
  readonly data: ArrayBuffer;
  readonly width: number;
  readonly height: number;
  readonly thumbnail: { readonly sha256: Sha256; readonly data: ArrayBuffer };
  readonly takenAt: string | null;
  readonly position: Position | null;
};

/**
 * Only `stopped` and `noDecoder` may succeed at a second try. `stopped`: the work was interrupted, and the file was not
 * judged. `noDecoder`: a HEIC picture that the browser cannot decode, and the decoder is not on this phone yet.
 */
export type PhotoFault = 'empty' | 'unsupported' | 'damaged' | 'tooLarge' | 'stopped' | 'noDecoder';

/** `decoding`: only HEIC that the browser cannot decode. */
export type PhotoStage = 'waiting' | 'reading' | 'resizing' | 'decoding' | 'thumbnail' | 'hashing';
