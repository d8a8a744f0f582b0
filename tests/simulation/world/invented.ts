/** Random ids and photos, from the seed of the world. */
import type { ManifestPhoto } from '#domain/ledger/photo-manifest.ts';
import { draftedPhoto, type DraftedPhoto } from '#tests/support/data/a-photo.ts';
import type { World } from './world.ts';

export const someBytes = (world: World, length: number): Uint8Array<ArrayBuffer> =>
  Uint8Array.from({ length }, () => world.between(0, 255));

export const someUuid = (world: World): string => {
  const hex = Array.from(someBytes(world, 16), (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
};

export const takePhoto = (world: World, role: ManifestPhoto['role']): Promise<DraftedPhoto> => {
  const [data, small] = [someBytes(world, world.between(500, 6000)).buffer, someBytes(world, 120).buffer];
  return draftedPhoto(data, small, role);
};
