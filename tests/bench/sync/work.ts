/**
 * The work of every contestant, made in its page: reports of about a kilobyte with two photos of about 300 KB and their
 * thumbnails. The same seed makes the same work.
 */
import { seededRandom } from '#tests/support/data/seeded-random.ts';

export type Picture = { readonly sha256: string; readonly data: ArrayBuffer };
export type WorkPhoto = { readonly photo: Picture; readonly thumbnail: Picture };
export type WorkReport = {
  readonly building: string;
  readonly floor: string;
  readonly description: string;
  readonly lat: number;
  readonly lon: number;
  readonly photos: readonly WorkPhoto[];
};

const PHOTO_BYTES = 300_000;
const THUMBNAIL_BYTES = 12_000;
const PHOTOS = 2;

const phrases = [
  '楼道内有电动车飞线充电',
  '插线板悬在扶手上',
  '充电线从三楼窗口垂下',
  '安全出口被两辆车堵住',
  '消防通道堆放旧家具',
  '住户表示今晚搬走',
  '已拍照并当面告知',
  '瓶装气与灶台同室',
  '软管有裂纹未更换',
  '报警器指示灯不亮',
  '电表箱前堆有纸箱',
  '物业值班员已到场',
  '需要明早再看一次',
  '门口有老人独居',
  '照明灯坏了两盏',
  '地面有积水易滑倒',
];

const hex = (bytes: ArrayBuffer): string =>
  Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');

/** A small picture that every browser shows, followed after its end marker by incompressible bytes. */
const drawn = async (width: number): Promise<Uint8Array<ArrayBuffer>> => {
  const canvas = new OffscreenCanvas(width, (width * 3) / 4);
  const pen = canvas.getContext('2d')!;
  const colours = pen.createLinearGradient(0, 0, width, width);
  colours.addColorStop(0, '#0b6b64');
  colours.addColorStop(1, '#e8c547');
  pen.fillStyle = colours;
  pen.fillRect(0, 0, width, width);
  const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.6 });
  return new Uint8Array(await blob.arrayBuffer());
};

const padded = async (
  head: Uint8Array<ArrayBuffer>,
  bytes: number,
  random: () => number,
): Promise<Picture> => {
  const words = new Uint32Array(Math.round((bytes * (0.9 + random() * 0.2)) / 4));
  let state = Math.floor(random() * 2 ** 32) | 1;
  for (let i = 0; i < words.length; i++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    words[i] = state;
  }
  new Uint8Array(words.buffer).set(head);
  return { sha256: hex(await crypto.subtle.digest('SHA-256', words.buffer)), data: words.buffer };
};

export const openWork = async (seed: number) => {
  const [photoHead, thumbnailHead] = await Promise.all([drawn(640), drawn(160)]);
  return {
    report: async (at: number): Promise<WorkReport> => {
      const random = seededRandom(seed * 1_000_003 + at);
      const chosen = Array.from({ length: 10 }, () => phrases[Math.floor(random() * phrases.length)]!);
      const photos: WorkPhoto[] = [];
      for (let i = 0; i < PHOTOS; i++)
        photos.push({
          photo: await padded(photoHead, PHOTO_BYTES, random),
          thumbnail: await padded(thumbnailHead, THUMBNAIL_BYTES, random),
        });
      return {
        building: `${1 + Math.floor(random() * 30)} 幢`,
        floor: `${1 + Math.floor(random() * 18)} 层`,
        description: chosen.join('，'),
        lat: 30.26 + random() * 0.02,
        lon: 120.14 + random() * 0.02,
        photos,
      };
    },
  };
};
