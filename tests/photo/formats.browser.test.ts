import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commands } from 'vitest/browser';
import { MAX_THUMBNAIL_BYTES } from '#domain/ledger/photo-manifest.ts';
import { createPhotoPipeline } from '#photo/photo-pipeline.ts';
import { fixture, look, paint, quarters } from './pictures.ts';

const pipeline = createPhotoPipeline();
beforeAll(() => pipeline.loadDecoder());
afterAll(() => pipeline.dispose());

/** The size of the photo, or the fault. */
const outcome = async (file: Blob, name: string): Promise<string> => {
  const result = await pipeline.process(file, name);
  if (!result.ok) return result.error;
  expect(result.value.thumbnail.data.byteLength).toBeLessThanOrEqual(MAX_THUMBNAIL_BYTES);
  const seen = await look(result.value.data);
  expect([seen.width, seen.height]).toEqual([result.value.width, result.value.height]);
  return `${seen.width}x${seen.height}`;
};

describe('generated pictures', () => {
  test.each(['image/jpeg', 'image/png', 'image/webp'])(
    '%s with a wrong name and type → is processed',
    async (type) => {
      const bytes = await paint(300, 200, quarters(300, 200), type);
      expect(await outcome(new Blob([bytes], { type: 'text/plain' }), 'notes.txt')).toBe('300x200');
    },
  );

  test.each(['image/png', 'image/webp'])('transparent %s → is drawn on white', async (type) => {
    const bytes = await paint(64, 64, (context) => context.fillRect(0, 0, 32, 64), type);
    const result = await pipeline.process(new Blob([bytes]), 'sketch');
    const seen = await look(result.ok ? result.value.data : new ArrayBuffer(0));
    expect(Math.max(...seen.at(0.25, 0.5))).toBeLessThan(10);
    expect(Math.min(...seen.at(0.75, 0.5))).toBeGreaterThan(245);
  });

  test.each([
    ['<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', 'plan.svg', 'unsupported'],
    ['%PDF-1.7 report', 'report.pdf', 'unsupported'],
    ['%PDF-1.7 report', 'photo.JPG', 'damaged'],
    ['', 'photo.jpg', 'empty'],
  ])('%j named %s → %s', async (text, name, fault) => {
    expect(await outcome(new Blob([text], { type: 'image/jpeg' }), name)).toBe(fault);
  });
});

/** The size of each result, or the fault. */
const expectations = {
  formats: {
    'Alpha_Lossless_2_.webp': '386x395',
    'Animation_Lossy.webp': '320x240',
    'HTC_Desire.webp': '776x909',
    'IMG_1034.heic': '1600x1200',
    'IMG_2927.HEIC': '1200x1600',
    'Issue_649.avif': '1600x1067',
    'Photo_1_.webp': '1024x772',
    'cheers_1440x960.heic': '1440x960',
    'exif.avif': '512x512',
    'exif.png': '512x512',
    'iss634.gif': '245x245',
    'rot1mir0.avif': '640x427',
    'rot2mir1.avif': '640x427',
    'sampleWithExifData.png': '256x256',
    'samplefilehub.heif': '640x426',
  },
  'exif-odd': {
    'Android_Depth_Map.jpg': '768x1024',
    'FujiFilm_DX-5.jpg': '350x263',
    'Issue_242.jpg': '960x1280',
    'Issue_266.jpg': '1600x1067',
    'PaintTool_sample.jpg': '88x100',
    'Samsung_SM-J327T1.jpg': '1200x1600',
    'WWL__Polaroid__ION230.jpg': '75x100',
    'empty_gps_ifd.jpg': '10x10',
    'exif-ifd-offset.jpg': '200x200',
    'exif_gps.jpg': '8x8',
    'exif_gps_typeerror.jpg': '800x531',
    'frozenpond.mpo': '640x480',
    'hopper_bad_exif.jpg': '500x500',
    'hopper_gray.jpg': '128x128',
    'icc_profile_big.jpg': '425x250',
    'invalid-exif.jpg': '200x200',
    'long_description.jpg': '100x73',
    'multiple_exif.jpg': '1x1',
    'no_exif.jpg': '322x466',
    'pil_sample_cmyk.jpg': '100x100',
    'ultrahdr.jpg': 'damaged',
  },
};

for (const [folder, outcomes] of Object.entries(expectations)) {
  const files = await commands.listFixtures(`photos/${folder}`);
  describe.skipIf(files.length === 0)(`real pictures: ${folder}`, () => {
    test('the fixtures → each has an expectation', () => {
      expect(files).toEqual(Object.keys(outcomes).sort());
    });

    test.each(Object.entries(outcomes))('%s → %s', async (name, expected) => {
      expect(await outcome(await fixture(`photos/${folder}/${name}`), name)).toBe(expected);
    });
  });
}

const odd = await commands.listFixtures('photos/exif-odd');

describe.skipIf(odd.length === 0)('odd metadata', () => {
  test.each([
    ['exif-odd/exif_gps.jpg', null, '2099-09-29T10:10:10'],
    ['exif-odd/exif_gps_typeerror.jpg', null, null],
    ['exif-odd/empty_gps_ifd.jpg', null, '2020-07-27T14:46:48'],
    ['exif-odd/FujiFilm_DX-5.jpg', null, null],
    ['exif-odd/hopper_bad_exif.jpg', null, null],
    ['exif-odd/WWL__Polaroid__ION230.jpg', null, '2026-11-24T14:41:16'],
    ['formats/HTC_Desire.webp', 45.500667, '2011-05-06T09:59:48'],
    ['formats/Issue_649.avif', null, '2015-10-11T14:41:44'],
  ])('%s → latitude %s, taken %s', async (path, lat, takenAt) => {
    const result = await pipeline.process(await fixture(`photos/${path}`), path);
    if (!result.ok) throw new Error(`refused as ${result.error}`);
    expect(result.value.takenAt).toBe(takenAt);
    if (lat === null) expect(result.value.position).toBeNull();
    else expect(result.value.position?.lat).toBeCloseTo(lat, 5);
  });
});
