/** What chance invents in a world: ids and pictures. */
import { sha256Hex } from '#storage/person/device-key.ts';
import type { DraftPhoto } from '#storage/databases/main-db.ts';
import type { World } from './world.ts';

export const someBytes = (world: World, length: number): Uint8Array<ArrayBuffer> =>
  Uint8Array.from({ length }, () => world.between(0, 255));

export const someUuid = (world: World): string => {
  const hex = Array.from(someBytes(world, 16), (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
};

export const takePhoto = async (world: World, role: DraftPhoto['role']) => {
  const [data, small] = [someBytes(world, world.between(500, 6000)).buffer, someBytes(world, 120).buffer];
  const [sha256, thumbnail] = [await sha256Hex(data), await sha256Hex(small)];
  const photo: DraftPhoto = {
    sha256,
    bytes: data.byteLength,
    width: 1600,
    height: 1200,
    thumbnail: { sha256: thumbnail, bytes: small.byteLength },
    role,
    source: 'camera',
    takenAt: null,
    position: null,
  };
  return {
    photo,
    pictures: [
      { sha256, data },
      { sha256: thumbnail, data: small },
    ],
  };
};
