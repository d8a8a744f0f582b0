/** Photos of random bytes: storage, sync and server hash them and never look inside. */
import type { ManifestPhoto } from '#domain/ledger/photo-manifest.ts';
import { sha256Hex } from '#storage/person/device-key.ts';
import { aManifestPhoto } from './a-case.ts';

export type DraftedPhoto = {
  readonly photo: ManifestPhoto;
  readonly pictures: { readonly sha256: string; readonly data: ArrayBuffer }[];
};

/** A photo as a draft stores it. */
export const draftedPhoto = async (
  data: ArrayBuffer,
  small: ArrayBuffer,
  role: ManifestPhoto['role'] = 'scene',
): Promise<DraftedPhoto> => {
  const [sha256, thumbnail] = [await sha256Hex(data), await sha256Hex(small)];
  return {
    photo: aManifestPhoto({
      sha256,
      bytes: data.byteLength,
      thumbnail: { sha256: thumbnail, bytes: small.byteLength },
      role,
    }),
    pictures: [
      { sha256, data },
      { sha256: thumbnail, data: small },
    ],
  };
};
